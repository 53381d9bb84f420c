import { formatNumber } from '../../../protocol/format';
import { rampLength } from './colour-ramp';

/** How values are spread over the colours. */
export type ScaleShape =
  | { readonly kind: 'linear' }
  /** Small values get more of the colours: the share to the power of `exponent` (0.5: its square root). */
  | { readonly kind: 'power'; readonly exponent: number }
  /** Equal factors are equal steps, down to the largest value divided by 10^decades. */
  | { readonly kind: 'log'; readonly decades: number };

/** From which value to which the colours reach. sequential: from zero; diverging: as far below zero as above. */
export interface ValueScale {
  readonly kind: 'sequential' | 'diverging';
  /** Above zero; larger values get the strongest colour. */
  readonly largest: number;
  readonly shape: ScaleShape;
}

/** Where on the ramp a value lies, from 0 to 1; NaN for none. */
export function rampShare({ kind, largest, shape }: ValueScale, value: number): number {
  if (Number.isNaN(value)) return NaN;
  const size = shaped(shape, largest > 0 ? Math.min(1, Math.abs(value) / largest) : 0);
  if (kind === 'diverging') return 0.5 + (value < 0 ? -size : size) / 2;
  return value < 0 ? 0 : size;
}

/** The value at a place of the ramp: the inverse of `rampShare`. */
export function valueAtShare({ kind, largest, shape }: ValueScale, share: number): number {
  if (kind === 'sequential') return largest * unshaped(shape, share);
  const size = largest * unshaped(shape, Math.abs(share - 0.5) * 2);
  return share < 0.5 ? -size : size;
}

function shaped(shape: ScaleShape, share: number): number {
  switch (shape.kind) {
    case 'linear':
      return share;
    case 'power':
      return share ** shape.exponent;
    case 'log':
      return share <= 0 ? 0 : Math.max(0, 1 + Math.log10(share) / shape.decades);
  }
}

function unshaped(shape: ScaleShape, share: number): number {
  switch (shape.kind) {
    case 'linear':
      return share;
    case 'power':
      return share ** (1 / shape.exponent);
    case 'log':
      return share <= 0 ? 0 : 10 ** ((share - 1) * shape.decades);
  }
}

/** Said beside the scale where it is not linear. */
export function shapeText(shape: ScaleShape): string {
  switch (shape.kind) {
    case 'linear':
      return '';
    case 'power':
      return shape.exponent === 0.5 ? 'square root' : `power ${formatNumber(shape.exponent)}`;
    case 'log':
      return 'logarithmic';
  }
}

export interface Tick {
  /** Place on the ramp, 0 to 1. */
  readonly share: number;
  readonly text: string;
}

/** Numbers beside the scale, from its beginning to its end at equal distances; small ones of a logarithm as '≤'. */
export function scaleTicks(scale: ValueScale, steps = 4): readonly Tick[] {
  return Array.from({ length: steps + 1 }, (_, at) => {
    const share = at / steps;
    const value = valueAtShare(scale, share);
    const lowest = scale.shape.kind === 'log' && (scale.kind === 'diverging' ? share === 0.5 : share === 0);
    return { share, text: lowest ? `\u2264 ${formatNumber(floorOf(scale))}` : formatNumber(value) };
  });
}

/** What a logarithmic scale cannot tell from zero. */
function floorOf({ largest, shape }: ValueScale): number {
  return shape.kind === 'log' ? largest / 10 ** shape.decades : 0;
}

/** Writes the colours of values as red, green, blue and opacity, four bytes each; NaN stays transparent. */
export function colourBlocks(
  values: Float32Array,
  scale: ValueScale,
  ramp: Uint8ClampedArray,
): Uint8ClampedArray<ArrayBuffer> {
  const { above, below } = colourTable(scale, ramp);
  const pixels = new Uint32Array(values.length);
  const last = tableLength - 1;
  const factor = scale.largest > 0 ? last / scale.largest : 0;
  for (let i = 0; i < values.length; i++) {
    const at = values[i]! * factor;
    if (at >= 0) pixels[i] = above[at > last ? last : (at + 0.5) | 0]!;
    else if (at < 0) pixels[i] = below[-at > last ? last : (0.5 - at) | 0]!;
  }
  return new Uint8ClampedArray(pixels.buffer);
}

/** Steps that sizes are told apart in: fine enough for the beginning of a logarithm. */
const tableLength = 1 << 14;

interface ColourTable {
  readonly scale: ValueScale;
  /** [tableLength] pixels of values from zero to the largest, and of those below zero. */
  readonly above: Uint32Array;
  readonly below: Uint32Array;
}

/** The newest table of each ramp: sixty thousand blocks of a tile share it, and so do the tiles. */
const tables = new WeakMap<Uint8ClampedArray, ColourTable>();

function colourTable(scale: ValueScale, ramp: Uint8ClampedArray): ColourTable {
  const known = tables.get(ramp);
  if (known?.scale === scale) return known;
  const colours = new Uint32Array(rampLength);
  const bytes = new Uint8Array(colours.buffer);
  for (let at = 0; at < rampLength; at++) {
    for (let part = 0; part < 3; part++) bytes[4 * at + part] = ramp[3 * at + part]!;
    bytes[4 * at + 3] = 255;
  }
  const pixelOf = (step: number, sign: number): number => {
    const share = rampShare({ ...scale, largest: 1 }, (sign * step) / (tableLength - 1));
    return colours[Math.round(share * (rampLength - 1))]!;
  };
  const table = {
    scale,
    above: Uint32Array.from({ length: tableLength }, (_, step) => pixelOf(step, 1)),
    below: Uint32Array.from({ length: tableLength }, (_, step) => pixelOf(step, -1)),
  };
  tables.set(ramp, table);
  return table;
}

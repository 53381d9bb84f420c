import { formatCount, formatProvenance, formatVisible, type AttentionSource, type ReadTokens } from '../protocol';
import type { AttentionPrint } from './attention-print';
import { Paint } from './paint';
import type { ColourDepth } from './terminal';

/** A map in blocks of `scale` x `scale` weights, the largest of each: [rows, columns]. */
export interface HeatTable {
  readonly rows: number;
  readonly columns: number;
  readonly weights: Float32Array;
  readonly scale: number;
}

/** Columns of a row's name, and of a weight. */
const [nameWidth, cellWidth] = [16, 3];
/** Steps of colour above none. */
const steps = 7;

/** Blocks that fit beside the names. */
export function columnsFor(width: number): number {
  return Math.max(8, Math.floor((width - nameWidth) / cellWidth));
}

/** What `langscope attention` prints for a person: queries downwards, keys to the right, in hundredths. */
export function* attentionReport(
  print: AttentionPrint,
  { rows, columns, weights, scale }: HeatTable,
  depth: ColourDepth,
  env: Readonly<Record<string, string | undefined>>,
): Generator<string> {
  const { reading, stack, map } = print;
  const paint = depth === 'none' ? undefined : new Paint(depth, env);
  const quiet = (shown: string): string => (paint ? paint.quiet(shown) : shown);
  const what = `${titles[map.source.kind](map.source)} of ${stack.layers} layers with ${stack.heads} heads`;
  yield `${paint ? paint.strong(what) : what}\n\n`;
  const [queries, keys] = [namesOf(print, stack.rows), namesOf(print, stack.columns)];
  // Keys are numbered as their rows are; those of another text are listed.
  const number = (column: number): string => String((column * scale) % 100).padStart(cellWidth);
  yield `${' '.repeat(nameWidth)}${quiet(Array.from({ length: columns }, (_key, at) => number(at)).join(''))}\n`;
  for (let row = 0; row < rows; row++) {
    const name = `${String((row * scale) % 100).padStart(2)} ${queries[row * scale] ?? ''}`;
    const cells = Array.from(weights.subarray(row * columns, (row + 1) * columns), (weight) => {
      const hundredths = Math.round(100 * weight);
      const shown = (hundredths === 0 ? '·' : String(hundredths)).padStart(cellWidth);
      return paint ? paint.text(shown, { kind: 'step', step: Math.round(steps * Math.sqrt(weight)) }) : shown;
    });
    yield `${fit(name)}${cells.join('').trimEnd()}\n`;
  }
  if (stack.rows !== stack.columns) {
    yield `\n${quiet('keys')}\n`;
    for (let column = 0; column < columns; column++) yield `${number(column)} ${keys[column * scale] ?? ''}\n`;
  }
  yield `\n${quiet(`Weights in hundredths, row = query${scale > 1 ? `, each the largest of ${scale} x ${scale}` : ''}. ${partOf(reading.tokens)}${formatProvenance(reading.provenance)}`)}\n`;
}

const titles: { readonly [K in AttentionSource['kind']]: (source: AttentionSource) => string } = {
  head: (source) => (source.kind === 'head' ? `Layer ${source.layer}, head ${source.head}` : ''),
  mean: (source) => {
    const { layer, head } = { layer: undefined, head: undefined, ...source };
    if (layer !== undefined) return `Layer ${layer}, mean over heads`;
    return head === undefined ? 'Mean over layers and heads' : `Head ${head}, mean over layers`;
  },
  rollout: (source) => (source.kind === 'rollout' ? `Rollout up to layer ${source.layer}` : ''),
};

function partOf({ ids, first, total, special }: ReadTokens): string {
  const read = ids.length - special.filter((alone) => alone === 1).length;
  return read < total ? `Tokens ${formatCount(first)} to ${formatCount(first + read)} of ${formatCount(total)}. ` : '';
}

/** How each row or column is called. */
function namesOf({ reading, map }: AttentionPrint, of: 'source' | 'target'): readonly string[] {
  const { pieces, words } = of === 'target' && reading.target ? reading.target : reading.tokens;
  if (map.unit === 'token') return pieces.map((piece) => formatVisible(piece));
  const names: string[] = [];
  pieces.forEach((piece, i) => (names[words[i]!] = (names[words[i]!] ?? '') + piece));
  return names.map((name) => formatVisible(name));
}

function fit(name: string): string {
  const characters = Array.from(name);
  const shown = characters.length < nameWidth ? name : `${characters.slice(0, nameWidth - 2).join('')}…`;
  return shown + ' '.repeat(nameWidth - Array.from(shown).length);
}

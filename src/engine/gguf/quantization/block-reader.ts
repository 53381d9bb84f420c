import { halfValues } from './half';
import type { GgufFormat } from './gguf-format';

/** One block of weights, taken apart: weight i of group g is scale[g] * (code[i] - zero) + offset[g]. */
export interface OpenBlock {
  readonly codes: Uint8Array;
  readonly scales: Float32Array;
  readonly offsets: Float32Array;
}

export type QuantizedFormat = Exclude<GgufFormat, 'F32' | 'F16' | 'BF16'>;

/** How a block of a format is taken apart. */
export interface BlockReader {
  /** Weights that share a scale. */
  readonly group: 16 | 32;
  /** The code that means no distance from the offset. */
  readonly zero: number;
  /** The middle of the codes of a format with offsets; undefined where all offsets are 0. */
  readonly middle?: number;
  /** Bits that the codes need. */
  readonly bits: 4 | 5 | 6 | 8;
  /** Takes apart the block that begins at byte `at`. Writes offsets only where `middle` is given. */
  readonly read: (bytes: Uint8Array, at: number, block: OpenBlock) => void;
}

function half(values: Float32Array, bytes: Uint8Array, at: number): number {
  return values[bytes[at]! | (bytes[at + 1]! << 8)]!;
}

/** 32 codes of four bits: byte j holds code j low and code j + 16 high. */
function readNibbles(bytes: Uint8Array, at: number, codes: Uint8Array): void {
  for (let j = 0; j < 16; j += 1) {
    const byte = bytes[at + j]!;
    codes[j] = byte & 15;
    codes[j + 16] = byte >> 4;
  }
}

/** The fifth bits of 32 codes: bit i of the four bytes belongs to code i. */
function addFifthBits(bytes: Uint8Array, at: number, codes: Uint8Array): void {
  for (let i = 0; i < 32; i += 1) codes[i]! |= ((bytes[at + (i >> 3)]! >> (i & 7)) & 1) << 4;
}

/**
 * Scales and minima of the 8 sub-blocks of a Q4_K or Q5_K block: half-precision d and dmin, then 12 bytes with eight
 * scales and eight minima of six bits; those of sub-blocks 4 to 7 have their two upper bits in the first eight bytes.
 * Each product has at most 17 significant bits, so that float32 holds it exactly.
 */
function readScales(bytes: Uint8Array, at: number, { scales, offsets }: OpenBlock): void {
  const values = halfValues();
  const d = half(values, bytes, at);
  const dmin = half(values, bytes, at + 2);
  for (let j = 0; j < 4; j += 1) {
    const low = bytes[at + 4 + j]!;
    const lowMin = bytes[at + 8 + j]!;
    const both = bytes[at + 12 + j]!;
    scales[j] = d * (low & 63);
    offsets[j] = -(dmin * (lowMin & 63));
    scales[j + 4] = d * ((both & 15) | ((low >> 6) << 4));
    offsets[j + 4] = -(dmin * ((both >> 4) | ((lowMin >> 6) << 4)));
  }
}

/** 256 codes of four bits: each 32 bytes hold one sub-block in the low halves and the next in the high ones. */
function readManyNibbles(bytes: Uint8Array, at: number, codes: Uint8Array): void {
  for (let pair = 0; pair < 4; pair += 1) {
    for (let j = 0; j < 32; j += 1) {
      const byte = bytes[at + pair * 32 + j]!;
      codes[pair * 64 + j] = byte & 15;
      codes[pair * 64 + 32 + j] = byte >> 4;
    }
  }
}

/** The block layouts of ggml (ggml-common.h, ggml-quants.c). */
export const blockReaders: Readonly<Record<QuantizedFormat, BlockReader>> = {
  Q4_0: {
    group: 32,
    zero: 8,
    bits: 4,
    read: (bytes, at, { codes, scales }) => {
      scales[0] = half(halfValues(), bytes, at);
      readNibbles(bytes, at + 2, codes);
    },
  },
  Q4_1: {
    group: 32,
    zero: 0,
    middle: 8,
    bits: 4,
    read: (bytes, at, { codes, scales, offsets }) => {
      scales[0] = half(halfValues(), bytes, at);
      offsets[0] = half(halfValues(), bytes, at + 2);
      readNibbles(bytes, at + 4, codes);
    },
  },
  Q5_0: {
    group: 32,
    zero: 16,
    bits: 5,
    read: (bytes, at, { codes, scales }) => {
      scales[0] = half(halfValues(), bytes, at);
      readNibbles(bytes, at + 6, codes);
      addFifthBits(bytes, at + 2, codes);
    },
  },
  Q5_1: {
    group: 32,
    zero: 0,
    middle: 16,
    bits: 5,
    read: (bytes, at, { codes, scales, offsets }) => {
      scales[0] = half(halfValues(), bytes, at);
      offsets[0] = half(halfValues(), bytes, at + 2);
      readNibbles(bytes, at + 8, codes);
      addFifthBits(bytes, at + 4, codes);
    },
  },
  Q8_0: {
    group: 32,
    zero: 128,
    bits: 8,
    read: (bytes, at, { codes, scales }) => {
      scales[0] = half(halfValues(), bytes, at);
      // Signed bytes: turning the upper bit adds 128.
      for (let i = 0; i < 32; i += 1) codes[i] = bytes[at + 2 + i]! ^ 128;
    },
  },
  Q4_K: {
    group: 32,
    zero: 0,
    middle: 8,
    bits: 4,
    read: (bytes, at, block) => {
      readScales(bytes, at, block);
      readManyNibbles(bytes, at + 16, block.codes);
    },
  },
  Q5_K: {
    group: 32,
    zero: 0,
    middle: 16,
    bits: 5,
    read: (bytes, at, block) => {
      readScales(bytes, at, block);
      readManyNibbles(bytes, at + 48, block.codes);
      // Bit s of byte j is the fifth bit of code j of sub-block s.
      for (let i = 0; i < 256; i += 1) block.codes[i]! |= ((bytes[at + 16 + (i & 31)]! >> (i >> 5)) & 1) << 4;
    },
  },
  Q6_K: {
    group: 16,
    zero: 32,
    bits: 6,
    // 128 bytes of lower halves, 64 of upper pairs of bits, 16 signed scales, d. Each half of the block: 128 codes.
    read: (bytes, at, { codes, scales }) => {
      const d = half(halfValues(), bytes, at + 208);
      for (let g = 0; g < 16; g += 1) scales[g] = d * ((bytes[at + 192 + g]! << 24) >> 24);
      for (let side = 0; side < 2; side += 1) {
        const low = at + side * 64;
        const high = at + 128 + side * 32;
        const to = side * 128;
        for (let j = 0; j < 32; j += 1) {
          const first = bytes[low + j]!;
          const second = bytes[low + 32 + j]!;
          const upper = bytes[high + j]!;
          codes[to + j] = (first & 15) | ((upper & 3) << 4);
          codes[to + 32 + j] = (second & 15) | ((upper & 12) << 2);
          codes[to + 64 + j] = (first >> 4) | (upper & 48);
          codes[to + 96 + j] = (second >> 4) | ((upper & 192) >> 2);
        }
      }
    },
  },
};

/** Room for one block of any format. */
export function openBlock(): OpenBlock {
  return { codes: new Uint8Array(256), scales: new Float32Array(16), offsets: new Float32Array(16) };
}

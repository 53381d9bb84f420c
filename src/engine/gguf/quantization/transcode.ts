import { blockReaders, openBlock, type BlockReader, type QuantizedFormat } from './block-reader';
import { floatRows, isFloatFormat } from './float-rows';
import { ggufBytes, ggufFormats, type GgufFormat } from './gguf-format';

/** Rows as float32, for weights that a file keeps as floating-point numbers. */
export interface FloatRows {
  readonly kind: 'float';
  /** [rows, columns] */
  readonly values: Float32Array;
}

/**
 * Rows as com.microsoft MatMulNBits and GatherBlockQuantized take them:
 * weight = scale * (code - zero) + minimum, where zero is 8 in four bits and 128 in eight (the operators' defaults).
 */
export interface BlockRows {
  readonly kind: 'blocks';
  readonly bits: 4 | 8;
  readonly blockSize: 16 | 32;
  /** [rows, columns / blockSize, blockSize * bits / 8]; in four bits, a byte holds two codes, the earlier one low. */
  readonly codes: Uint8Array;
  /** [rows, columns / blockSize] */
  readonly scales: Float32Array;
  /** [rows, columns / blockSize]; what the operators have no place for: y = MatMulNBits(x) + blocksum(x) minima^T. */
  readonly minima?: Float32Array;
}

export type TranscodedRows = FloatRows | BlockRows;

/** The shape of what `transcode` gives for a format, without any rows. */
export type Transcoding =
  | { readonly kind: 'float' }
  | { readonly kind: 'blocks'; readonly bits: 4 | 8; readonly blockSize: 16 | 32; readonly minima: boolean };

/** Where a code of value `zero` (or the middle of the codes) goes in the operators' numbers. */
function zeroPoint(bits: 4 | 8): number {
  return bits === 4 ? 8 : 128;
}

function width({ bits }: BlockReader): 4 | 8 {
  return bits === 4 ? 4 : 8;
}

/** What becomes of a format, so that a graph can be planned before any weight is read. */
export function transcodingOf(format: GgufFormat): Transcoding {
  if (isFloatFormat(format)) return { kind: 'float' };
  const reader = blockReaders[format];
  return { kind: 'blocks', bits: width(reader), blockSize: reader.group, minima: reader.middle !== undefined };
}

function transcodeBlocks(format: QuantizedFormat, bytes: Uint8Array, rows: number, columns: number): BlockRows {
  const reader = blockReaders[format];
  const { group, middle } = reader;
  const { elements, bytes: blockBytes } = ggufFormats[format];
  const bits = width(reader);
  const blocks = (rows * columns) / elements;
  const groups = elements / group;
  const codes = new Uint8Array((rows * columns * bits) / 8);
  const scales = new Float32Array(blocks * groups);
  const minima = middle === undefined ? undefined : new Float32Array(blocks * groups);
  const open = openBlock();
  const shift = zeroPoint(bits) - (middle ?? reader.zero);
  for (let block = 0; block < blocks; block += 1) {
    reader.read(bytes, block * blockBytes, open);
    for (let g = 0; g < groups; g += 1) {
      scales[block * groups + g] = open.scales[g]!;
      if (minima) minima[block * groups + g] = open.offsets[g]! + middle! * open.scales[g]!;
    }
    if (bits === 8) {
      const to = block * elements;
      for (let i = 0; i < elements; i += 1) codes[to + i] = open.codes[i]! + shift;
    } else {
      const to = (block * elements) / 2;
      for (let i = 0; i < elements / 2; i += 1) codes[to + i] = open.codes[2 * i]! | (open.codes[2 * i + 1]! << 4);
    }
  }
  const done = { kind: 'blocks', bits, blockSize: group, codes, scales } as const;
  return minima ? { ...done, minima } : done;
}

/**
 * Turns rows of a GGUF tensor into what onnxruntime's operators take, without requantizing.
 *
 * Takes the bytes of `rows` rows of `columns` weights as they lie in the file; the work and memory are proportional
 * to them, so a caller cuts large tensors into pieces of rows. Another number of bytes is a bug and throws.
 *
 * Exactness. Let w be the weight as ggml computes it in float32. Products of scale and code have at most 23
 * significant bits, so float32 holds them exactly. Float formats, Q4_0, Q5_0, Q8_0 and Q6_K therefore keep every
 * weight bit for bit. The others are w = d q + m, where both terms are exact and only the sum is rounded; q is
 * written around its middle c (8 or 16), because small codes lose less when the operator rounds activations:
 * w = d (q - c) + M with M = m + c d. M is summed in double precision and rounded once to float32. Where M needs no
 * rounding (m or d is 0, or m and c d are within a factor of 2^6 of each other, as quantizers write them) the weight is
 * the same bit for bit; otherwise it differs by at most 2^-24 |M| + 2^-23 |w|.
 */
export function transcode(format: GgufFormat, bytes: Uint8Array, rows: number, columns: number): TranscodedRows {
  if (bytes.length !== ggufBytes(format, rows, columns)) {
    throw new Error(`${bytes.length} bytes are not ${rows} x ${columns} weights in ${format}`);
  }
  return isFloatFormat(format)
    ? { kind: 'float', values: floatRows(format, bytes) }
    : transcodeBlocks(format, bytes, rows, columns);
}

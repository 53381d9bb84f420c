import { blockReaders, openBlock } from './block-reader';
import { floatRows, isFloatFormat } from './float-rows';
import { ggufBytes, ggufFormats, type GgufFormat } from './gguf-format';

/**
 * The weights of `rows` rows of `columns`, as float32 [rows, columns]: bit for bit what ggml's reference computes
 * (every product is exact in float32, the sum with the block's offset is rounded once). Another number of bytes is a
 * bug and throws.
 */
export function dequantize(format: GgufFormat, bytes: Uint8Array, rows: number, columns: number): Float32Array {
  if (bytes.length !== ggufBytes(format, rows, columns)) {
    throw new Error(`${bytes.length} bytes are not ${rows} x ${columns} weights in ${format}`);
  }
  if (isFloatFormat(format)) return floatRows(format, bytes);
  const { group, zero, middle, read } = blockReaders[format];
  const { elements, bytes: blockBytes } = ggufFormats[format];
  const values = new Float32Array(rows * columns);
  const block = openBlock();
  for (let start = 0; start < values.length; start += elements) {
    read(bytes, (start / elements) * blockBytes, block);
    for (let i = 0; i < elements; i += 1) {
      const g = Math.floor(i / group);
      const product = block.scales[g]! * (block.codes[i]! - zero);
      // A format without offsets keeps -0: nothing is added.
      values[start + i] = middle === undefined ? product : product + block.offsets[g]!;
    }
  }
  return values;
}

import { halfValues } from './half';

export type FloatFormat = 'F32' | 'F16' | 'BF16';

export function isFloatFormat(format: string): format is FloatFormat {
  return format === 'F32' || format === 'F16' || format === 'BF16';
}

/** Weights stored as floating-point numbers, as float32: exact for all three formats. */
export function floatRows(format: FloatFormat, bytes: Uint8Array): Float32Array {
  if (format === 'F32') return new Float32Array(bytes.slice().buffer);
  const count = bytes.length / 2;
  if (format === 'F16') {
    const halves = halfValues();
    const values = new Float32Array(count);
    for (let i = 0; i < count; i += 1) values[i] = halves[bytes[2 * i]! | (bytes[2 * i + 1]! << 8)]!;
    return values;
  }
  // bfloat16 is the upper half of a float32; whole bit patterns are moved, so that even a NaN stays as it is.
  const patterns = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) patterns[i] = (bytes[2 * i]! << 16) | (bytes[2 * i + 1]! << 24);
  return new Float32Array(patterns.buffer);
}

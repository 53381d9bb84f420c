import assert from 'node:assert/strict';
import { dequantize } from '../../../src/engine/gguf/quantization/dequantize';
import { ggufFormatNames } from '../../../src/engine/gguf/quantization/gguf-format';
import { transcode, transcodingOf, type BlockRows } from '../../../src/engine/gguf/quantization/transcode';
import { goldenMatrices, type GoldenMatrix } from './golden-formats';

/** Equal to the last bit, so that 0 and -0 differ. */
function assertSameBits(actual: Float32Array, expected: Float32Array, what: string): void {
  const a = new Uint32Array(actual.buffer, actual.byteOffset, actual.length);
  const b = new Uint32Array(expected.buffer, expected.byteOffset, expected.length);
  assert.equal(a.length, b.length);
  const at = a.findIndex((bits, i) => bits !== b[i]);
  assert.equal(at, -1, `${what}: weight ${at} is ${actual[at]} and should be ${expected[at]}`);
}

/** Code i of blocks as the operators unpack it. */
function code({ bits, codes }: BlockRows, i: number): number {
  return bits === 8 ? codes[i]! - 128 : ((codes[i >> 1]! >> (4 * (i & 1))) & 15) - 8;
}

describe('quantization of GGUF', () => {
  let matrices: readonly GoldenMatrix[];
  before(async () => {
    matrices = await goldenMatrices();
  });

  it('is tried in every format', () => {
    assert.deepEqual(new Set(matrices.map(({ format }) => format)), new Set(ggufFormatNames));
  });

  for (const format of ggufFormatNames) {
    const golden = (): GoldenMatrix => matrices.find((matrix) => matrix.format === format)!;

    it(`${format}: weights are those of the gguf package, bit for bit`, () => {
      const { bytes, rows, columns, weights } = golden();
      assertSameBits(dequantize(format, bytes, rows, columns), weights, format);
    });

    it(`${format}: transcoded rows mean the same weights`, () => {
      const { bytes, rows, columns, weights } = golden();
      const transcoded = transcode(format, bytes, rows, columns);
      const plan = transcodingOf(format);
      if (transcoded.kind === 'float') {
        assert.equal(plan.kind, 'float');
        assertSameBits(transcoded.values, weights, format);
        return;
      }
      const { bits, blockSize, scales, minima } = transcoded;
      assert.deepEqual(plan, { kind: 'blocks', bits, blockSize, minima: minima !== undefined });
      assert.equal(transcoded.codes.length, (rows * columns * bits) / 8);
      assert.equal(scales.length, (rows * columns) / blockSize);
      let unequal = 0;
      for (let i = 0; i < weights.length; i += 1) {
        const block = Math.floor(i / blockSize);
        // float32 throughout, as an operator would: the product, then the sum.
        const product = Math.fround(scales[block]! * code(transcoded, i));
        const minimum = minima?.[block];
        const weight = minimum === undefined ? product : Math.fround(product + minimum);
        if (weight === weights[i]) continue;
        unequal += 1;
        const bound = 2 ** -24 * Math.abs(minimum ?? 0) + 2 ** -23 * Math.abs(weights[i]!);
        assert.ok(Math.abs(weight - weights[i]!) <= bound, `${format}: weight ${i} is ${weight} for ${weights[i]}`);
      }
      // Only random scales and minima of very different size are rounded at all.
      if (minima) assert.ok(unequal < weights.length, `${format}: ${unequal} weights were rounded`);
      else assert.equal(unequal, 0);
    });

    it(`${format}: rows are the same one at a time`, () => {
      const { bytes, rows, columns, weights } = golden();
      const rowBytes = bytes.length / rows;
      for (let row = 0; row < rows; row += 1) {
        const one = dequantize(format, bytes.subarray(row * rowBytes, (row + 1) * rowBytes), 1, columns);
        assertSameBits(one, weights.slice(row * columns, (row + 1) * columns), `${format} row ${row}`);
      }
    });
  }

  it('keeps every weight of a matrix that a quantizer wrote with block minima', () => {
    for (const format of ['Q4_1', 'Q5_1'] as const) {
      const { bytes, columns, weights } = matrices.find((matrix) => matrix.format === format)!;
      const transcoded = transcode(format, bytes.subarray(0, bytes.length / 2), 2, columns);
      assert.ok(transcoded.kind === 'blocks');
      for (let i = 0; i < 2 * columns; i += 1) {
        const block = Math.floor(i / transcoded.blockSize);
        const product = Math.fround(transcoded.scales[block]! * code(transcoded, i));
        assert.equal(Math.fround(product + transcoded.minima![block]!), weights[i], `${format} ${i}`);
      }
    }
  });

  it('refuses bytes that are not so many rows', () => {
    assert.throws(() => transcode('Q4_0', new Uint8Array(17), 1, 32), /17 bytes are not 1 x 32 weights in Q4_0/);
    assert.throws(() => dequantize('F16', new Uint8Array(3), 1, 2), /3 bytes are not 1 x 2 weights in F16/);
  });
});

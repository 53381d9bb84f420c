import assert from 'node:assert/strict';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { transcode, transcodingOf, type BlockRows } from '../../../src/engine/gguf/quantization/transcode';
import { ggufFormatNames } from '../../../src/engine/gguf/quantization/gguf-format';
import { int64Tensor, makeNode, tensorInfo } from '../../../src/engine/graph/make-node';
import {
  dataTypes,
  encodeModel,
  type Node,
  type OnnxModel,
  type TensorProto,
} from '../../../src/engine/graph/onnx-model';
import { goldenMatrices, type GoldenMatrix } from './golden-formats';

env.logLevel = 'fatal';

function rawTensor(name: string, dims: readonly number[], values: Float32Array | Uint8Array): TensorProto {
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, dims, dataType: values instanceof Uint8Array ? dataTypes.uint8 : dataTypes.float, rawData };
}

function contrib(node: Node): Node {
  return { ...node, domain: 'com.microsoft' };
}

function graphModel(node: Node[], initializer: TensorProto[], input: string, type: number, output: string): OnnxModel {
  return {
    irVersion: 10,
    opsetImport: [
      { domain: '', version: 21 },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name: 'g',
      node,
      initializer,
      input: [tensorInfo(input, type)],
      output: [tensorInfo(output, dataTypes.float)],
    },
  };
}

/** y [1, m, rows] = x [1, m, columns] W^T, as blocks and, where the format has them, block sums times minima. */
function productModel(blocks: BlockRows, rows: number, columns: number, accuracy: number): OnnxModel {
  const { bits, blockSize, codes, scales, minima } = blocks;
  const count = columns / blockSize;
  const product = minima ? 'product' : 'y';
  const attributes = { K: columns, N: rows, bits, block_size: blockSize, accuracy_level: accuracy };
  const nodes = [contrib(makeNode('MatMulNBits', ['x', 'codes', 'scales'], [product], attributes))];
  const tensors = [
    rawTensor('codes', [rows, count, (blockSize * bits) / 8], codes),
    rawTensor('scales', [rows, count], scales),
  ];
  if (minima) {
    const transposed = new Float32Array(minima.length);
    minima.forEach((value, i) => (transposed[(i % count) * rows + Math.floor(i / count)] = value));
    tensors.push(rawTensor('minima', [count, rows], transposed), int64Tensor('shape', [0, 0, count, blockSize]));
    tensors.push(int64Tensor('axis', [3]));
    nodes.push(
      makeNode('Reshape', ['x', 'shape'], ['in blocks']),
      makeNode('ReduceSum', ['in blocks', 'axis'], ['sums'], { keepdims: 0 }),
      makeNode('MatMul', ['sums', 'minima'], ['offset']),
      makeNode('Add', [product, 'offset'], ['y']),
    );
  }
  return graphModel(nodes, tensors, 'x', dataTypes.float, 'y');
}

/** Seeded, between -1 and 1. */
function numbers(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

async function run(model: OnnxModel, feeds: Record<string, Tensor>): Promise<Float32Array> {
  const session = await InferenceSession.create(encodeModel(model), { intraOpNumThreads: 1 });
  const { y } = await session.run(feeds);
  const data = y!.data;
  await session.release();
  assert.ok(data instanceof Float32Array);
  return data;
}

/**
 * What one output may differ by. Float arithmetic: some roundings of the largest sum that can arise. Accuracy level 4
 * rounds each block of x to multiples of its largest magnitude / 127, by half a step at most; that error meets the codes'
 * part of the weight, not the minimum.
 */
function tolerance(golden: GoldenMatrix, blocks: BlockRows, x: Float32Array, row: number, accuracy: number): number {
  const { columns, weights } = golden;
  const { blockSize, minima } = blocks;
  let sum = 0;
  let rounding = 0;
  for (let start = 0; start < columns; start += blockSize) {
    const minimum = minima?.[(row * columns + start) / blockSize] ?? 0;
    let largest = 0;
    let product = 0;
    for (let i = start; i < start + blockSize; i += 1) {
      const distance = Math.abs(weights[row * columns + i]! - minimum);
      largest = Math.max(largest, Math.abs(x[i]!));
      product += distance;
      sum += Math.abs(x[i]!) * (distance + Math.abs(minimum));
    }
    rounding += (product * largest) / 127 / 2;
  }
  return 2 ** -20 * sum + (accuracy === 4 ? 1.01 * rounding : 0);
}

const quantized = ggufFormatNames.filter((format) => transcodingOf(format).kind === 'blocks');

describe('transcoded GGUF weights on onnxruntime', () => {
  let matrices: readonly GoldenMatrix[];
  before(async () => {
    matrices = await goldenMatrices();
  });

  for (const format of quantized) {
    for (const accuracy of [0, 4]) {
      const rounded = accuracy === 4 ? ', but for the rounding of activations' : '';
      it(`${format}: products at accuracy level ${accuracy} are those of the weights${rounded}`, async () => {
        const golden = matrices.find((matrix) => matrix.format === format)!;
        const { bytes, rows, columns, weights } = golden;
        const blocks = transcode(format, bytes, rows, columns);
        assert.ok(blocks.kind === 'blocks');
        const model = productModel(blocks, rows, columns, accuracy);
        // One token, as in decoding, and several, as in reading: the operator has a kernel for each.
        for (const tokens of [1, 7]) {
          const x = numbers(tokens * columns);
          const y = await run(model, { x: new Tensor('float32', x, [1, tokens, columns]) });
          for (let token = 0; token < tokens; token += 1) {
            const ofToken = x.subarray(token * columns, (token + 1) * columns);
            for (let row = 0; row < rows; row += 1) {
              const exact = ofToken.reduce((sum, value, i) => sum + value * weights[row * columns + i]!, 0);
              const distance = Math.abs(y[token * rows + row]! - exact);
              const allowed = tolerance(golden, blocks, ofToken, row, accuracy);
              assert.ok(distance <= allowed, `token ${token}, row ${row}: ${distance} away, ${allowed} allowed`);
            }
          }
        }
      });
    }

    it(`${format}: rows gathered as embeddings are the weights`, async () => {
      const { bytes, rows, columns, weights } = matrices.find((matrix) => matrix.format === format)!;
      const blocks = transcode(format, bytes, rows, columns);
      assert.ok(blocks.kind === 'blocks');
      const { bits, blockSize, codes, scales, minima } = blocks;
      const count = columns / blockSize;
      // The codes as MatMulNBits has them: both operators can share one tensor.
      const attributes = { gather_axis: 0, quantize_axis: 2, bits, block_size: blockSize };
      const gather = makeNode(
        'GatherBlockQuantized',
        ['codes', 'ids', 'scales'],
        [minima ? 'product' : 'y'],
        attributes,
      );
      const nodes = [contrib(gather)];
      const tensors = [
        rawTensor('codes', [rows, count, (blockSize * bits) / 8], codes),
        rawTensor('scales', [rows, count, 1], scales),
      ];
      if (minima) {
        tensors.push(rawTensor('minima', [rows, count, 1], minima));
        nodes.push(makeNode('Gather', ['minima', 'ids'], ['offset']), makeNode('Add', ['product', 'offset'], ['y']));
      }
      const ids = [2, 0, 3, 1];
      const feeds = { ids: new Tensor('int64', BigInt64Array.from(ids.map(BigInt)), [ids.length]) };
      const y = await run(graphModel(nodes, tensors, 'ids', dataTypes.int64, 'y'), feeds);
      ids.forEach((row, at) => {
        for (let i = 0; i < columns; i += 1) {
          const minimum = minima?.[Math.floor((row * columns + i) / blockSize)] ?? 0;
          const weight = weights[row * columns + i]!;
          const bound = minima ? 2 ** -24 * Math.abs(minimum) + 2 ** -23 * Math.abs(weight) : 0;
          assert.ok(Math.abs(y[at * columns + i]! - weight) <= bound, `row ${row}, column ${i}`);
        }
      });
    });
  }
});

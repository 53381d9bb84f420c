import assert from 'node:assert/strict';
import { Tensor } from 'onnxruntime-node';
import { floatEightBit } from '../../../src/engine/graph/eight-bit-weights';
import { makeNode, tensorInfo } from '../../../src/engine/graph/make-node';
import { dataTypes, type Graph, type Node, type OnnxModel } from '../../../src/engine/graph/onnx-model';
import { Session } from '../../../src/engine/runtime/session';
import { bytes, floats, numbers } from './tiny-model';

const [rows, columns, block] = [64, 48, 32];
const place = { provider: 'cpu', threads: 1, folder: '.' } as const;

function eightBit(level: number): Node {
  const attributes = { K: rows, N: columns, bits: 8, block_size: block, accuracy_level: level };
  return { ...makeNode('MatMulNBits', ['x', 'q', 'scales'], ['y'], attributes), domain: 'com.microsoft' };
}

function modelOf(node: readonly Node[]): OnnxModel {
  const quantized = Uint8Array.from(numbers(rows * columns, 3), (value) => 128 + Math.round(value * 120));
  const blocks = rows / block;
  const graph: Graph = {
    name: 'products',
    node,
    initializer: [
      bytes('q', quantized, [columns, blocks, block], dataTypes.uint8),
      floats('scales', numbers(columns * blocks, 5).map((value) => 0.01 + Math.abs(value)), [columns, blocks]), // prettier-ignore
    ],
    input: [tensorInfo('x', dataTypes.float, [1, 'rows', rows])],
    output: [tensorInfo('y', dataTypes.float)],
  };
  return { irVersion: 8, opsetImport: [{ version: 17 }, { domain: 'com.microsoft', version: 1 }], graph };
}

async function run(model: OnnxModel, x: Float32Array): Promise<Float32Array> {
  const session = await Session.open(model, place, 'The product');
  const results = await session.run({ x: new Tensor('float32', x, [1, x.length / rows, rows]) }, ['y']);
  await session.dispose();
  return results.get('y')!.data as Float32Array;
}

describe('products', () => {
  it('of 8-bit weights are the same with float32 ones', async () => {
    const model = modelOf([eightBit(1)]);
    const graph = floatEightBit(model.graph);
    assert.ok(graph.node.every(({ opType }) => opType !== 'MatMulNBits'));
    const x = numbers(3 * rows, 11);
    const [wanted, found] = [await run(model, x), await run({ ...model, graph }, x)];
    assert.equal(found.length, 3 * columns);
    found.forEach((value, at) => assert.ok(Math.abs(value - wanted[at]!) < 1e-3, `${value} for ${wanted[at]}`));
  });

  it('stay as they are where whole numbers count', () => {
    const { graph } = modelOf([eightBit(4)]);
    assert.equal(floatEightBit(graph), graph);
  });
});

import { Tensor } from 'onnxruntime-node';
import { makeNode, tensorInfo } from '../../graph/make-node';
import { dataTypes, type OnnxModel } from '../../graph/onnx-model';
import { Session } from '../../runtime/session';
import type { AttentionMatrix } from './attention-matrix';
import type { WeightRows } from './observed-model';

/** Rows that are multiplied at once: about 80 ms of work for 4,096 tokens. */
const rowsAtOnce = 128;

/** weights [rows, keys], before [keys, columns], own [rows, columns] -> (weights before + own) / 2 */
const step: OnnxModel = {
  irVersion: 8,
  opsetImport: [{ domain: '', version: 13 }],
  graph: {
    name: 'rollout',
    node: [
      makeNode('MatMul', ['weights', 'before'], ['product']),
      makeNode('Add', ['product', 'own'], ['sum']),
      makeNode('Mul', ['sum', 'half'], ['rolled']),
    ],
    initializer: [{ name: 'half', dims: [1], dataType: dataTypes.float, floatData: [0.5] }],
    input: [
      tensorInfo('weights', dataTypes.float, ['rows', 'keys']),
      tensorInfo('before', dataTypes.float, ['keys', 'columns']),
      tensorInfo('own', dataTypes.float, ['rows', 'columns']),
    ],
    output: [tensorInfo('rolled', dataTypes.float, ['rows', 'columns'])],
  },
};

/**
 * One layer of attention rollout (Abnar and Zuidema 2020, https://arxiv.org/abs/2005.00928): a token's share of what
 * lies before the layer is half its own, by the residual connection, half by attention, heads averaged.
 */
export class Rollout {
  private constructor(private readonly session: Session) {}

  public static async open(threads: number): Promise<Rollout> {
    return new Rollout(await Session.open(step, { provider: 'cpu', threads, folder: '.' }, 'Attention rollout'));
  }

  /** before: what the layers below rolled to; undefined below the first layer, where each token is itself. */
  public async *layer(
    size: number,
    weights: AsyncIterable<WeightRows>,
    before: AttentionMatrix | undefined,
  ): AsyncGenerator<void, AttentionMatrix, void> {
    const values = new Float32Array(size * size);
    for await (const piece of weights) {
      for (let from = 0; from < piece.rows; from += rowsAtOnce) {
        const rows = Math.min(rowsAtOnce, piece.rows - from);
        const part = piece.weights.subarray(from * piece.columns, (from + rows) * piece.columns);
        const rolled = before
          ? await this.multiply(part, piece.row + from, rows, piece.columns, before)
          : firstLayer(part, piece.row + from, rows, piece.columns, size);
        values.set(rolled, (piece.row + from) * size);
        yield;
      }
    }
    return { rows: size, columns: size, values };
  }

  public async dispose(): Promise<void> {
    await this.session.dispose();
  }

  private async multiply(
    weights: Float32Array,
    row: number,
    rows: number,
    keys: number,
    { columns, values }: AttentionMatrix,
  ): Promise<Float32Array> {
    const feeds = {
      weights: new Tensor('float32', weights, [rows, keys]),
      before: new Tensor('float32', values.subarray(0, keys * columns), [keys, columns]),
      own: new Tensor('float32', values.subarray(row * columns, (row + rows) * columns), [rows, columns]),
    };
    const results = await this.session.run(feeds, ['rolled']);
    return results.get('rolled')!.data as Float32Array;
  }
}

function firstLayer(weights: Float32Array, row: number, rows: number, keys: number, size: number): Float32Array {
  const rolled = new Float32Array(rows * size);
  for (let r = 0; r < rows; r++) {
    for (let key = 0; key < keys; key++) rolled[r * size + key] = 0.5 * weights[r * keys + key]!;
    rolled[r * size + row + r]! += 0.5;
  }
  return rolled;
}

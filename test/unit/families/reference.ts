import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { HeadScores } from '../../../src/engine/families/language-model';
import { encodeModel, type OnnxModel } from '../../../src/engine/graph/onnx-model';

/** Logits of a whole graph as it was exported, [tokens][vocabulary], run without any of Langscope's changes. */
export async function referenceLogits(model: OnnxModel, ids: readonly number[]): Promise<number[][]> {
  const session = await InferenceSession.create(encodeModel(model), { logSeverityLevel: 4 });
  const n = ids.length;
  const int64 = (values: readonly number[]): Tensor =>
    new Tensor('int64', BigInt64Array.from(values.map(BigInt)), [1, n]);
  const all: Readonly<Record<string, () => Tensor>> = {
    input_ids: () => int64(ids),
    attention_mask: () => int64(ids.map(() => 1)),
    position_ids: () => int64(ids.map((_id, at) => at)),
    token_type_ids: () => int64(ids.map(() => 0)),
    use_cache_branch: () => new Tensor('bool', Uint8Array.of(0), [1]),
    'past_key_values.0.key': () => new Tensor('float32', new Float32Array(0), [1, 1, 0, 8]),
    'h.0': () => new Tensor('float32', new Float32Array(8), [1, 1, 8]),
    'c.0': () => new Tensor('float32', new Float32Array(8), [1, 1, 8]),
  };
  const results = await session.run(Object.fromEntries(session.inputNames.map((name) => [name, all[name]!()])));
  const { data, dims } = results['logits']!;
  await session.release();
  const values = Array.from(data as ArrayLike<number>, (value) =>
    data instanceof Uint16Array ? halfFloat(value) : value,
  );
  const width = dims.at(-1)!;
  return Array.from({ length: n }, (_row, at) => values.slice(at * width, (at + 1) * width));
}

function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size = exponent === 0 ? (fraction / 1024) * 2 ** -14 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits >> 15 ? -size : size;
}

export interface RowScores {
  readonly logprob: number;
  readonly rank: number;
  readonly entropy: number;
  /** Log-probabilities, most probable first. */
  readonly sorted: readonly number[];
}

/** What the scoring head should say about one row, in double precision. */
export function scoreRow(logits: readonly number[], label: number): RowScores {
  const most = Math.max(...logits);
  const total = most + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - most), 0));
  const logprobs = logits.map((value) => value - total);
  return {
    logprob: logprobs[label]!,
    rank: logits.filter((value) => value > logits[label]!).length,
    entropy: -logprobs.reduce((sum, value) => sum + Math.exp(value) * value, 0),
    sorted: [...logprobs].sort((a, b) => b - a),
  };
}

/** The largest difference between the head's scores and the reference; ranks count in full. */
export function largestDifference(
  scores: HeadScores,
  logits: readonly number[][],
  labels: Int32Array,
  top: number,
): number {
  const differences = Array.from(labels, (label, row) => {
    const expected = scoreRow(logits[row]!, label);
    const tops = expected.sorted.slice(0, top).map((value, at) => Math.abs(value - scores.topLogprob[row * top + at]!));
    const ids = Array.from(scores.topIds.slice(row * top, (row + 1) * top), (id, at) =>
      Math.abs(scoreRow(logits[row]!, id).logprob - scores.topLogprob[row * top + at]!),
    );
    return Math.max(
      Math.abs(expected.logprob - scores.logprob[row]!),
      Math.abs(expected.rank - scores.rank[row]!),
      Math.abs(expected.entropy - scores.entropy[row]!),
      ...tops,
      ...ids,
    );
  });
  return Math.max(...differences);
}

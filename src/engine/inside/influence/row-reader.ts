import { Tensor } from 'onnxruntime-node';
import { FailureError } from '../../../protocol';
import type { GraphInput } from '../../families/bind-inputs';
import type { LanguageModel, ModelSource } from '../../families/language-model';
import { bytesOf, makeTensor, zeros } from '../../families/tensors';
import { headNames } from '../../graph/score-nodes';
import { splitModel } from '../../graph/split-model';
import { int } from '../../graph/onnx-model';
import type { Session } from '../../runtime/session';
import { oneByOne, type ContextReader, type ContextState } from './context-reader';
import type { TappedSessions } from '../tapped-sessions';

/** Names of dimensions that count texts read at once. */
const perRow = /^b$|batch/i;
/** Names of dimensions that are as long as what is read. */
const perToken = /seq|length|token/i;
/** Texts at once: more of them cost no more time where a step is one product of a matrix and few rows. */
const [carriedRows, cachedRows] = [16, 8];
/** How far a row may be from what it is when read alone, relative to its size. */
const tolerance = 1e-2;

class RowState implements ContextState {
  public readonly bytes: number;

  public constructor(
    public readonly length: number,
    public readonly rows: number,
    public readonly arrays: ReadonlyMap<string, Tensor>,
  ) {
    this.bytes = [...arrays.values()].reduce((sum, tensor) => sum + bytesOf(tensor), 0);
  }
}

/** The axis that counts texts, by input; undefined where an input has none or does not name it. */
function rowAxes({ model, inputs }: ModelSource): ReadonlyMap<string, number> | undefined {
  const infos = new Map(model.graph.input.map((info) => [info.name ?? '', info]));
  const axisOf = (name: string): number => {
    const dim = infos.get(name)?.type?.tensorType?.shape?.dim ?? [];
    return dim.findIndex(({ dimValue, dimParam }, axis) =>
      dimValue !== undefined && int(dimValue) > 0 ? false : dimParam ? perRow.test(dimParam) : axis === 0,
    );
  };
  const names = [inputs.ids.name, ...inputs.carried.map(({ input }) => input)];
  const axes = new Map(names.map((name) => [name, axisOf(name)]));
  return inputs.carried.length > 0 && [...axes.values()].every((axis) => axis >= 0) ? axes : undefined;
}

/** The one text of a state, as often as there are rows. */
function spread(tensor: Tensor, axis: number, rows: number): Tensor {
  if (rows === 1) return tensor;
  const data = tensor.data as Float32Array;
  const inner = tensor.dims.slice(axis).reduce((product, dim) => product * dim, 1);
  const all = new Float32Array(data.length * rows);
  for (let from = 0; from < data.length; from += inner) {
    const part = data.subarray(from, from + inner);
    for (let row = 0; row < rows; row++) all.set(part, from * rows + row * inner);
  }
  return new Tensor('float32', all, tensor.dims.with(axis, rows));
}

/** Reads several texts in one run of a graph whose first part it is. */
class RowReader implements ContextReader {
  public readonly rows: number;

  public constructor(
    private readonly session: Session,
    private readonly source: ModelSource,
    private readonly axes: ReadonlyMap<string, number>,
  ) {
    this.rows = source.endless ? carriedRows : cachedRows;
  }

  public begin(): RowState {
    const { carried } = this.source.inputs;
    return new RowState(
      0,
      1,
      new Map(carried.map(({ input, elementType, start }) => [input, zeros(elementType, start)])),
    );
  }

  public async read(
    state: ContextState,
    rows: readonly Int32Array[],
    keep: boolean,
  ): Promise<{ readonly hidden: Float32Array; readonly state: RowState }> {
    if (!(state instanceof RowState)) throw new TypeError('a state of another model');
    const { carried } = this.source.inputs;
    const outputs = [headNames.hidden, ...(keep ? carried.map(({ output }) => output) : [])];
    const results = await this.session.run(this.feeds(state, rows), outputs);
    const length = state.length + rows[0]!.length;
    const arrays = keep ? carried.map(({ input, output }): [string, Tensor] => [input, results.get(output)!]) : [];
    return {
      hidden: results.get(headNames.hidden)!.data as Float32Array,
      state: new RowState(length, rows.length, new Map(arrays)),
    };
  }

  private feeds(state: RowState, rows: readonly Int32Array[]): Record<string, Tensor> {
    const { inputs } = this.source;
    const [count, tokens, past] = [rows.length, rows[0]!.length, state.length];
    const feeds: Record<string, Tensor> = {};
    for (const [name, tensor] of state.arrays) {
      feeds[name] = state.rows === count ? tensor : spread(tensor, this.axes.get(name)!, count);
    }
    const put = (
      input: GraphInput | undefined,
      values: (row: Int32Array, at: number) => number,
      length: number,
    ): void => {
      if (!input) return;
      const all = rows.flatMap((row) => Array.from({ length }, (_value, at) => values(row, at)));
      feeds[input.name] = makeTensor(input.elementType, all, [count, length]);
    };
    put(inputs.ids, (row, at) => row[at]!, tokens);
    put(inputs.attentionMask, () => 1, past + tokens);
    put(inputs.positionIds, (_row, at) => past + at, tokens);
    if (inputs.cacheBranch) {
      feeds[inputs.cacheBranch.name] = makeTensor(inputs.cacheBranch.elementType, [past > 0 ? 1 : 0], [1]);
    }
    for (const { input, value } of inputs.constants) {
      const shape = input.shape.map((size) =>
        typeof size === 'number' ? size : perToken.test(size) ? tokens : perRow.test(size) ? count : 1,
      );
      const length = shape.reduce((product, dim) => product * dim, 1);
      feeds[input.name] = makeTensor(input.elementType, new Float64Array(length).fill(value), shape);
    }
    return feeds;
  }
}

function near(a: Float32Array, b: Float32Array): boolean {
  const size = Math.hypot(...a);
  return (
    a.length === b.length && Math.hypot(...a.map((value, at) => value - b[at]!)) <= tolerance * Math.max(size, 1e-6)
  );
}

/** Whether two texts read together, in two pieces, give what each gives alone. */
async function agrees(reader: RowReader): Promise<boolean> {
  const texts = [Int32Array.of(0, 1, 1, 0), Int32Array.of(1, 0, 0, 1)];
  const first = texts.map((text) => text.subarray(0, 2));
  const second = texts.map((text) => text.subarray(2));
  const together = await reader.read((await reader.read(reader.begin(), first, true)).state, second, false);
  const width = together.hidden.length / texts.length;
  for (const [at, text] of texts.entries()) {
    const { hidden } = await reader.read(reader.begin(), [text], false);
    if (!near(hidden.subarray(hidden.length / 2), together.hidden.subarray(at * width, (at + 1) * width))) return false;
  }
  return true;
}

/** Whether a session proved that it can read several texts at once. */
const proven = new WeakMap<Session, boolean>();

/** Reads several texts at once where the model's graph allows it (its inputs name their batch), else one by one. */
export async function contextReader(sessions: TappedSessions, model: LanguageModel): Promise<ContextReader> {
  const { source } = model;
  const axes = source && rowAxes(source);
  if (!axes) return oneByOne(model);
  try {
    const session = await sessions.get(
      model,
      'influence/rows',
      ({ model: graph, inputs }) => splitModel(graph, inputs.logits).body,
    );
    const reader = new RowReader(session, source, axes);
    const works = proven.get(session) ?? (await agrees(reader));
    proven.set(session, works);
    return works ? reader : oneByOne(model);
  } catch (error) {
    // A graph that fails with several texts may still read them one by one.
    if (error instanceof FailureError) return oneByOne(model);
    throw error;
  }
}

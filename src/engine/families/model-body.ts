import type { Tensor } from 'onnxruntime-node';
import { fail } from '../../protocol';
import { newRowNames } from '../graph/new-rows';
import { dataTypes } from '../graph/onnx-model';
import { headNames } from '../graph/score-nodes';
import type { Session } from '../runtime/session';
import type { BoundInputs, CarriedArray } from './bind-inputs';
import { CachedContinuation, type ReadBehind } from './cached-continuation';
import { CarriedState } from './carried-state';
import type { Continuation } from './continuation';
import { GrowingArray } from './growing-array';
import type { ReadingState, ReadResult } from './language-model';
import { PlainContinuation } from './plain-continuation';
import { makeTensor, zeros } from './tensors';

/** Names of dimensions that are as long as what is read; others (the batch) are 1. */
const perToken = /seq|length|token/i;
/** From here on many tokens: measured with four-bit weights, 16 and fewer at once are faster with rounded inputs. */
const manyTokens = 24;

/** The graph up to the vocabulary projection, and how its inputs are fed. */
export class ModelBody {
  private readonly start: CarriedState;
  private fewRows: Promise<Session> | undefined;
  /** Outputs to fetch: those that carry something, once each. */
  private readonly carrying: readonly CarriedArray[];

  public constructor(
    private readonly session: Session,
    private readonly inputs: BoundInputs,
    private readonly forgets: boolean,
    /** Opens a session of the same graph that is faster for few tokens, see `fewRowsGraph`. */
    private readonly openFewRows?: () => Promise<Session>,
  ) {
    this.carrying = inputs.carried;
    const arrays = new Map(this.carrying.map(({ input, elementType, start }) => [input, zeros(elementType, start)]));
    this.start = new CarriedState(0, arrays, this.carrying.length === 0 ? new Int32Array(0) : undefined, forgets);
  }

  public begin(): ReadingState {
    return this.start;
  }

  public async read(state: ReadingState, ids: Int32Array, keep: boolean): Promise<ReadResult> {
    const { results, state: after } = await this.run(state, ids, [headNames.hidden], keep);
    return { hidden: this.newRows(results.get(headNames.hidden), ids.length), state: after };
  }

  /** Reads `ids` after `state` and returns the named outputs as the graph gives them; `more`: further inputs. */
  public async run(
    state: ReadingState,
    ids: Int32Array,
    outputs: readonly string[],
    keep: boolean,
    more: Readonly<Record<string, Tensor>> = {},
  ): Promise<{ readonly results: ReadonlyMap<string, Tensor>; readonly state: ReadingState }> {
    if (!(state instanceof CarriedState)) throw new TypeError('a state of another model');
    const carried = keep ? this.carrying.map(({ output }) => output) : [];
    const results = await this.session.run({ ...this.feeds(state, ids), ...more }, [...outputs, ...carried]);
    const length = state.length + ids.length;
    return {
      results,
      state: keep ? this.next(state, ids, length, results) : new CarriedState(length, new Map(), undefined, false),
    };
  }

  /** Goes on from the state; without a copy of the cache for each step where the graph allows it. */
  public continueFrom(state: ReadingState): Continuation {
    if (!(state instanceof CarriedState)) throw new TypeError('a state of another model');
    const arrays = this.growing(state);
    if (!arrays) return new PlainContinuation(this, state);
    const readBehind: ReadBehind = (fed, length, ids) => this.readBehind(fed, length, ids);
    return new CachedContinuation(readBehind, arrays, state.length, this.inputs.newRows?.takesRoom === true);
  }

  public async dispose(): Promise<void> {
    await this.session.dispose();
    // One that could not be opened is not there.
    const fewRows = await this.fewRows?.catch(() => undefined);
    await fewRows?.dispose();
  }

  /** The session for so many tokens behind others; the one for few is opened when it is first needed. */
  private async sessionFor(tokens: number): Promise<Session> {
    if (!this.openFewRows || tokens >= manyTokens) return this.session;
    this.fewRows ??= this.openFewRows();
    return this.fewRows;
  }

  private feeds(state: CarriedState, ids: Int32Array): Record<string, Tensor> {
    if (state.length > 0 && state.arrays.size === 0 && !state.ids) throw new TypeError('a state that was not kept');
    // A graph without a cache reads everything again.
    if (state.ids) return this.feedsOf(state.arrays, 0, Int32Array.of(...state.ids, ...ids));
    return this.feedsOf(state.arrays, state.length, ids);
  }

  /** The arrays hold `past` tokens. */
  private feedsOf(arrays: ReadonlyMap<string, Tensor>, past: number, read: Int32Array): Record<string, Tensor> {
    const { inputs } = this;
    const feeds: Record<string, Tensor> = Object.fromEntries(arrays);
    feeds[inputs.ids.name] = makeTensor(inputs.ids.elementType, read, [1, read.length]);
    const all = past + read.length;
    if (inputs.attentionMask) {
      const { name, elementType } = inputs.attentionMask;
      feeds[name] = makeTensor(elementType, new Uint8Array(all).fill(1), [1, all]);
    }
    if (inputs.newRows) {
      feeds[newRowNames.from] = makeTensor(dataTypes.int64, [past], [1]);
      feeds[newRowNames.to] = makeTensor(dataTypes.int64, [all], [1]);
    }
    if (inputs.positionIds) {
      const { name, elementType } = inputs.positionIds;
      feeds[name] = makeTensor(
        elementType,
        Int32Array.from(read, (_id, at) => past + at),
        [1, read.length],
      );
    }
    if (inputs.cacheBranch) {
      feeds[inputs.cacheBranch.name] = makeTensor(inputs.cacheBranch.elementType, [past > 0 ? 1 : 0], [1]);
    }
    for (const { input, value } of inputs.constants) {
      const shape = input.shape.map((size) =>
        typeof size === 'number' ? size : perToken.test(size) ? read.length : 1,
      );
      const count = shape.reduce((product, size) => product * size, 1);
      feeds[input.name] = makeTensor(input.elementType, new Float64Array(count).fill(value), shape);
    }
    return feeds;
  }

  private growing(state: CarriedState): ReadonlyMap<string, GrowingArray> | undefined {
    if (!this.inputs.newRows || state.arrays.size !== this.carrying.length) return undefined;
    const arrays = new Map<string, GrowingArray>();
    for (const { input, start } of this.carrying) {
      const array = GrowingArray.from(state.arrays.get(input)!, start.indexOf(0));
      if (!array) return undefined;
      arrays.set(input, array);
    }
    return arrays;
  }

  private async readBehind(
    arrays: ReadonlyMap<string, Tensor>,
    length: number,
    ids: Int32Array,
  ): ReturnType<ReadBehind> {
    const names = this.carrying.map(({ input, output }) => [input, newRowNames.rows(output)] as const);
    const outputs = [headNames.hidden, ...names.map(([, output]) => output)];
    const session = await this.sessionFor(ids.length);
    const results = await session.run(this.feedsOf(arrays, length, ids), outputs);
    const rows = new Map(names.map(([input, output]) => [input, results.get(output)!.data as Float32Array]));
    return { hidden: this.newRows(results.get(headNames.hidden), ids.length), rows };
  }

  private newRows(hidden: Tensor | undefined, tokens: number): Float32Array {
    const data = hidden?.data;
    const columns = hidden?.dims.at(-1) ?? 0;
    if (!(data instanceof Float32Array) || data.length < tokens * columns) {
      throw fail(
        'run-failed',
        'The graph gives fewer rows than tokens were read: it looks at the last token only. Export it with the logits of all tokens.',
      );
    }
    return data.length === tokens * columns ? data : data.slice(data.length - tokens * columns);
  }

  private next(
    state: CarriedState,
    ids: Int32Array,
    length: number,
    results: ReadonlyMap<string, Tensor>,
  ): CarriedState {
    const arrays = new Map(this.carrying.map(({ input, output }) => [input, results.get(output)!]));
    return new CarriedState(length, arrays, state.ids && Int32Array.of(...state.ids, ...ids), this.forgets);
  }
}

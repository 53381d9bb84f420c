import { Tensor } from 'onnxruntime-node';
import { CarriedState } from '../../families/carried-state';
import type { LanguageModel, ModelSource, ReadingState } from '../../families/language-model';
import { makeTensor } from '../../families/tensors';
import { bodyGradient, gradientNames, headGradient } from '../../graph/gradient/gradient-graph';
import { headNames } from '../../graph/score-nodes';
import type { Session } from '../../runtime/session';
import type { TappedSessions } from '../tapped-sessions';

/** Tokens between two states that are kept; a piece that the gradient goes back through is a number of these. */
const between = 8;
/** Milliseconds that a piece may take, so that hovers get their turn. */
const pace = 80;
/** Tokens of a piece at most. */
const longestPiece = 128;

/** The gradient of log p of some targets to the embeddings before them. */
export interface GradientNorms {
  /** [k] nats. */
  readonly logprob: Float32Array;
  /** [k][tokens before the target] Euclidean norms; NaN before `longest` tokens back. */
  readonly norms: readonly Float64Array[];
}

/** What of a target is still on its way back. */
interface Returning {
  readonly target: number;
  /** Gradient of the row that predicts it, [hidden]. */
  readonly row: Float32Array;
  readonly norms: Float64Array;
  /** Gradient of the states behind the piece that comes next, by input. */
  states: ReadonlyMap<string, Float32Array> | undefined;
}

interface Read {
  /** The state before every `between`th token. */
  readonly states: readonly ReadingState[];
  /** [k, hidden] the rows that predict the targets. */
  readonly rows: Float32Array;
}

async function* readForward(
  model: LanguageModel,
  ids: Int32Array,
  targets: readonly number[],
): AsyncGenerator<void, Read, void> {
  const states: ReadingState[] = [];
  const rows = new Float32Array(targets.length * model.hiddenSize);
  const end = Math.max(...targets);
  let state = model.begin();
  let since = performance.now();
  for (let from = 0; from < end; from += between) {
    states.push(state);
    const to = Math.min(end, from + between);
    const { hidden, state: after } = await model.read(state, ids.subarray(from, to), true);
    state = after;
    targets.forEach((target, k) => {
      const at = target - 1 - from;
      if (at < 0 || at >= to - from) return;
      rows.set(hidden.subarray(at * model.hiddenSize, (at + 1) * model.hiddenSize), k * model.hiddenSize);
    });
    if (performance.now() - since < pace / 2) continue;
    yield;
    since = performance.now();
  }
  return { states, rows };
}

function labelsOf(ids: Int32Array, targets: readonly number[]): Tensor {
  return new Tensor(
    'int64',
    BigInt64Array.from(targets, (target) => BigInt(ids[target]!)),
    [targets.length],
  );
}

/** One piece: the tokens [from, to) and the targets that go back through it. */
async function goBack(
  session: Session,
  { inputs }: ModelSource,
  {
    ids,
    from,
    to,
    state,
  }: { readonly ids: Int32Array; readonly from: number; readonly to: number; readonly state: CarriedState },
  active: readonly Returning[],
): Promise<void> {
  const tokens = to - from;
  const k = active.length;
  const width = active[0]!.row.length;
  const rows = new Float32Array(k * tokens * width);
  active.forEach(({ target, row }, at) => {
    const place = target - 1 - from;
    if (place >= 0 && place < tokens) rows.set(row, (at * tokens + place) * width);
  });
  const behind = inputs.carried.map(({ output, input, start }): [string, Tensor] => {
    const size = start.reduce((product, dim) => product * dim, 1);
    const all = new Float32Array(k * size);
    active.forEach(({ states }, at) => {
      const own = states?.get(input);
      if (own) all.set(own, at * size);
    });
    return [gradientNames.carried(output), new Tensor('float32', all, [k, ...start])];
  });
  const feeds = {
    ...Object.fromEntries(state.arrays),
    ...Object.fromEntries(behind),
    [inputs.ids.name]: makeTensor(inputs.ids.elementType, ids.subarray(from, to), [1, tokens]),
    [gradientNames.hidden]: new Tensor('float32', rows, [k, tokens, width]),
  };
  const outputs = inputs.carried.map(({ input }) => gradientNames.carried(input));
  const results = await session.run(feeds, [gradientNames.embedding, ...outputs]);
  const gradient = results.get(gradientNames.embedding)!.data as Float32Array;
  const columns = gradient.length / (k * tokens);
  active.forEach((returning, at) => {
    for (let token = 0; token < tokens; token++) {
      // Squares of norms below 1e-19 are too small for float32; numbers of JavaScript hold them.
      let squares = 0;
      const start = (at * tokens + token) * columns;
      for (let i = start; i < start + columns; i++) squares += gradient[i]! ** 2;
      // A target has no gradient to itself and what follows: zeros, which are left out.
      if (from + token < returning.target) returning.norms[from + token] = Math.sqrt(squares);
    }
    returning.states = new Map(
      inputs.carried.map(({ input, start }) => {
        const size = start.reduce((product, dim) => product * dim, 1);
        const all = results.get(gradientNames.carried(input))!.data as Float32Array;
        return [input, all.slice(at * size, (at + 1) * size)];
      }),
    );
  });
}

/**
 * The norm of d log p(ids[target]) / d embedding of each token before it, for several targets (each at least 1), exactly:
 * backpropagation through time over the graph of a recurrent model (Bengio et al. 1994 on how it vanishes). The text is
 * read once, then gone through from its end in pieces, all targets at once; `longest`: how many tokens back.
 * Refuses (`unsupported`) a model whose graph has operators without a rule. `report`: tokens gone back through.
 */
export async function* gradientNorms(
  sessions: TappedSessions,
  model: LanguageModel,
  {
    ids,
    targets,
    longest = Infinity,
  }: { readonly ids: Int32Array; readonly targets: readonly number[]; readonly longest?: number },
  report: (done: number, total: number) => void,
): AsyncGenerator<void, GradientNorms, void> {
  const head = await sessions.get(model, 'influence/head', headGradient);
  const body = await sessions.get(model, 'influence/body', bodyGradient);
  const source = model.source!;
  yield;
  const { states, rows } = yield* readForward(model, ids, targets);
  const results = await head.run(
    {
      [headNames.hidden]: new Tensor('float32', rows, [1, targets.length, model.hiddenSize]),
      [headNames.labels]: labelsOf(ids, targets),
    },
    [gradientNames.logprob, gradientNames.hidden],
  );
  const seeds = results.get(gradientNames.hidden)!.data as Float32Array;
  const returning = targets.map((target, k): Returning => ({
    target,
    row: seeds.slice(k * model.hiddenSize, (k + 1) * model.hiddenSize),
    norms: new Float64Array(target).fill(NaN),
    states: undefined,
  }));
  const end = Math.max(...targets);
  const first = Math.max(0, Math.min(...targets) - longest);
  let blocks = 1;
  for (let to = end; to > first;) {
    const from = Math.max(0, (Math.ceil(to / between) - blocks) * between);
    const active = returning.filter(({ target }) => target > from && target - longest < to);
    const since = performance.now();
    if (active.length > 0) {
      const state = states[from / between];
      if (!(state instanceof CarriedState)) throw new TypeError('a state of another model');
      await goBack(body, source, { ids, from, to, state }, active);
    }
    const took = performance.now() - since;
    if (took < pace / 2 && (blocks + 1) * between <= longestPiece) blocks++;
    if (took > pace && blocks > 1) blocks = Math.max(1, Math.floor((blocks * pace) / took));
    to = from;
    report(end - to, end - first);
    yield;
  }
  for (const { target, norms } of returning) {
    if (target > longest) norms.fill(NaN, 0, target - longest);
  }
  return {
    logprob: results.get(gradientNames.logprob)!.data as Float32Array,
    norms: returning.map(({ norms }) => norms),
  };
}

import { Tensor } from 'onnxruntime-node';
import { fail } from '../../../protocol';
import type { LanguageModel, ModelSource, ReadingState } from '../../families/language-model';
import { ModelBody } from '../../families/model-body';
import { lensModel, type LensModel } from '../../graph/layers/lens-model';
import type { NoLayers } from '../../graph/layers/find-layers';
import { depthName, lensNames } from '../../graph/layers/lens-nodes';
import type { OnnxModel } from '../../graph/onnx-model';
import { headNames } from '../../graph/score-nodes';
import type { LensRun } from './lens-runs';
import { sourceOf, type TappedSessions } from '../tapped-sessions';

/** The residual stream at each depth for some tokens. */
export interface Streams {
  readonly tokens: number;
  readonly width: number;
  /** By depth, [tokens, width]. */
  readonly values: readonly Float32Array[];
  /** Whether the graph has a dimension for the batch in front. */
  readonly batch: boolean;
}

/** Figures of the rows of a run; as `HeadScores`, and [rows] KL(final || row). */
export interface LensScores {
  readonly logprob: Float32Array;
  readonly rank: Int32Array;
  readonly entropy: Float32Array;
  readonly topIds: Int32Array;
  readonly topLogprob: Float32Array;
  readonly divergence: Float32Array;
}

const known = new WeakMap<ModelSource, LensModel | NoLayers>();

function cut(source: ModelSource): LensModel | NoLayers {
  const { model, inputs } = source;
  const found = known.get(source) ?? lensModel(model, inputs.ids.name, inputs.logits);
  known.set(source, found);
  return found;
}

/** Logits of one run at most; and rows, under which reading the weights takes longer than multiplying with them. */
const mostBytes = 16 * 1024 ** 2;
const [fewest, most] = [16, 64];

function int64(values: ArrayLike<number>): Tensor {
  return new Tensor('int64', BigInt64Array.from(Array.from(values, BigInt)), [values.length]);
}

/** Runs a transformer with its residual stream as outputs, and its last steps on any depth of it. */
export class LensSession {
  public readonly depths: number;
  /** The cache is carried from piece to piece; otherwise each run reads from the beginning. */
  public readonly carried: boolean;
  private readonly source: ModelSource;

  /** Refuses (`unsupported`) a model whose layers cannot be told apart. */
  public constructor(
    private readonly sessions: TappedSessions,
    private readonly model: LanguageModel,
  ) {
    this.source = sourceOf(model);
    const found = cut(this.source);
    if (found.kind === 'none') {
      throw fail('unsupported', `The layers of ${model.installed.name} cannot be shown. ${found.reason}`);
    }
    this.depths = found.depths;
    this.carried = this.source.inputs.carried.length > 0;
  }

  public begin(): ReadingState {
    return this.model.begin();
  }

  /** Reads `ids` after `state`; `wanted`: with the stream of these tokens. `keep`: the state after them is needed. */
  public async read(
    state: ReadingState,
    ids: Int32Array,
    wanted: boolean,
    keep: boolean,
  ): Promise<{ readonly streams: Streams | undefined; readonly state: ReadingState }> {
    const names = wanted ? Array.from({ length: this.depths }, (_, depth) => depthName(depth)) : [];
    const body = await this.body('lens', ({ body: graph }) => graph);
    const { results, state: after } = await body.run(state, ids, names, keep);
    if (!wanted) return { streams: undefined, state: after };
    const tensors = names.map((name) => results.get(name)!);
    const { dims } = tensors[0]!;
    const width = dims.at(-1)!;
    if (tensors.some((tensor) => tensor.dims.at(-1) !== width || tensor.data.length < ids.length * width)) {
      throw fail(
        'unsupported',
        `The layers of ${this.model.installed.name} cannot be shown: their outputs differ in width, or are missing for ` +
          'some tokens. Choose another model.',
      );
    }
    // A graph without a cache gives all tokens so far.
    const values = tensors.map(({ data }) => (data as Float32Array).subarray(data.length - ids.length * width));
    return { streams: { tokens: ids.length, width, values, batch: tensors.at(-1)!.dims.length > 2 }, state: after };
  }

  /** Columns of the logits, by a run with one row. */
  public async vocabulary(streams: Streams): Promise<number> {
    const row = { tokens: Int32Array.of(0), depths: Int32Array.of(this.depths - 1), finals: Int32Array.of(0) };
    const results = await this.run(streams, row, Int32Array.of(0), 1, [headNames.width]);
    return Number((results.get(headNames.width)!.data as BigInt64Array)[0]);
  }

  /** Rows of a run, for so many columns of logits. */
  public rowsOf(vocabulary: number): number {
    return Math.max(fewest, Math.min(most, Math.floor(mostBytes / (4 * vocabulary))));
  }

  /** Scores labels, [rows], by the rows that `run` names of `streams`; `top` tokens of each, 1 at least. */
  public async score(streams: Streams, run: LensRun, labels: Int32Array, top: number): Promise<LensScores> {
    const { logprob, rank, entropy, topIds, topLogprob } = headNames;
    const names = [logprob, rank, entropy, topIds, topLogprob, lensNames.divergence];
    const results = await this.run(streams, run, labels, top, names);
    const floats = (name: string): Float32Array => results.get(name)!.data as Float32Array;
    const ints = (name: string): Int32Array => results.get(name)!.data as Int32Array;
    return {
      logprob: floats(logprob),
      rank: ints(rank),
      entropy: floats(entropy),
      topIds: ints(topIds),
      topLogprob: floats(topLogprob),
      divergence: floats(lensNames.divergence),
    };
  }

  private async run(
    { values, width, batch }: Streams,
    { tokens, depths, finals }: LensRun,
    labels: Int32Array,
    top: number,
    outputs: readonly string[],
  ): Promise<ReadonlyMap<string, Tensor>> {
    const rows = new Float32Array(tokens.length * width);
    tokens.forEach((token, at) => {
      rows.set(values[depths[at]!]!.subarray(token * width, (token + 1) * width), at * width);
    });
    const dims = batch ? [1, tokens.length, width] : [tokens.length, width];
    const head = await this.body('lens head', (found) => found.head);
    const { results } = await head.run(head.begin(), new Int32Array(tokens.length), outputs, false, {
      [headNames.hidden]: new Tensor('float32', rows, dims),
      [headNames.labels]: int64(labels),
      [headNames.top]: int64([top]),
      [lensNames.finals]: int64(finals),
    });
    return results;
  }

  /** Asked for before every run: another request may have pushed the session out meanwhile. */
  private async body(kind: string, graph: (found: LensModel) => OnnxModel): Promise<ModelBody> {
    const session = await this.sessions.get(this.model, kind, (source) => graph(cut(source) as LensModel));
    return new ModelBody(session, this.source.inputs, this.source.endless);
  }
}

import { fail } from '../../protocol';
import type { LanguageModel, ModelSource, ReadingState } from '../families/language-model';
import { ModelBody } from '../families/model-body';
import type { OnnxModel } from '../graph/onnx-model';
import { subgraph } from '../graph/subgraph';
import { tapRecurrent, type TappedLayer, type TappedRecurrent } from '../graph/tap-recurrent';
import { sourceOf, type TappedSessions } from './tapped-sessions';

const known = new WeakMap<ModelSource, TappedRecurrent>();

function tapped(source: ModelSource): TappedRecurrent {
  const tap = known.get(source) ?? tapRecurrent(source.model);
  known.set(source, tap);
  return tap;
}

/** The tapped graph without what nobody reads: vocabulary projection and logits. */
function graphOf(source: ModelSource): OnnxModel {
  const { model, layers } = tapped(source);
  const read = new Set(source.inputs.carried.map(({ output }) => output));
  for (const { outputs, lengths } of layers) {
    for (const name of outputs.values()) read.add(name);
    if (lengths !== undefined) read.add(lengths);
  }
  const outputs = model.graph.output.filter(({ name }) => read.has(name ?? ''));
  return { ...model, graph: subgraph(model.graph, model.graph.input, outputs) };
}

/** Runs a recurrent model with its gates as outputs. */
export class GatesSession {
  public readonly layers: readonly TappedLayer[];
  public readonly missing: TappedRecurrent['missing'];
  /** The state is carried from piece to piece; otherwise (a node that reads backwards, no state) each run begins anew. */
  public readonly carried: boolean;
  private readonly source: ModelSource;

  /** Refuses (`unsupported`) a model without recurrent nodes, or with none that can be looked into. */
  public constructor(
    private readonly sessions: TappedSessions,
    private readonly model: LanguageModel,
  ) {
    this.source = sourceOf(model);
    const { layers, missing } = tapped(this.source);
    if (layers.length === 0) throw refusal(model, missing);
    this.layers = layers;
    this.missing = missing;
    this.carried = this.source.inputs.carried.length > 0 && !layers.some(({ reverse }) => reverse);
  }

  public begin(): ReadingState {
    return this.model.begin();
  }

  /** Reads `ids` after `state` and gives the named outputs, [tokens, cells] each. */
  public async read(
    state: ReadingState,
    ids: Int32Array,
    outputs: readonly string[],
  ): Promise<{ readonly values: readonly Float32Array[]; readonly state: ReadingState }> {
    // Asked for again before every piece: another request may have pushed the session out meanwhile.
    const session = await this.sessions.get(this.model, 'gates', graphOf);
    const body = new ModelBody(session, this.source.inputs, this.source.endless);
    const lengths = [...new Set(this.layers.flatMap((layer) => layer.lengths ?? []))];
    const { results, state: after } = await body.run(state, ids, [...outputs, ...lengths], this.carried);
    const floats = (name: string): Float32Array => results.get(name)!.data as Float32Array;
    if (lengths.some((name) => floats(name).some((steps) => steps !== ids.length))) {
      throw fail(
        'unsupported',
        `${this.model.installed.name} gives its recurrent nodes fewer steps than there are tokens: its gates cannot be shown. Export it without sequence lengths.`,
      );
    }
    return { values: outputs.map(floats), state: after };
  }
}

function refusal({ installed }: LanguageModel, missing: TappedRecurrent['missing']): Error {
  if (missing.length === 0) {
    return fail(
      'unsupported',
      `${installed.name} has no gates: there is no LSTM, GRU or RNN node in its graph. Choose a recurrent model, such as langscope-lstm.`,
    );
  }
  const reasons = missing.map(({ name, reason }) => `${name}: ${reason}`).join(' ');
  return fail('unsupported', `The gates of ${installed.name} cannot be shown. ${reasons}`);
}

import type { Tensor } from 'onnxruntime-node';
import { fail } from '../../../protocol';
import type { LanguageModel, ModelSource, ReadingState } from '../../families/language-model';
import { ModelBody } from '../../families/model-body';
import type { OnnxModel } from '../../graph/onnx-model';
import { subgraph } from '../../graph/subgraph';
import { tapRecurrent, type TappedLayer, type TappedRecurrent } from '../../graph/recurrent/tap-recurrent';
import { sourceOf, type TappedSessions } from '../tapped-sessions';

const known = new WeakMap<ModelSource, TappedRecurrent>();

function tapped(source: ModelSource): TappedRecurrent {
  const tap = known.get(source) ?? tapRecurrent(source.model);
  known.set(source, tap);
  return tap;
}

/** A tapped graph without what nobody reads, such as the vocabulary projection; `more`: other outputs that are read. */
export function gatesGraph({ model, layers }: TappedRecurrent, more: readonly string[] = []): OnnxModel {
  const read = new Set([...more, ...lengthsOf(layers), ...layers.flatMap(({ outputs }) => [...outputs.values()])]);
  const outputs = model.graph.output.filter(({ name }) => read.has(name ?? ''));
  return { ...model, graph: subgraph(model.graph, model.graph.input, outputs) };
}

function graphOf(source: ModelSource): OnnxModel {
  return gatesGraph(
    tapped(source),
    source.inputs.carried.map(({ output }) => output),
  );
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
    if (layers.length === 0) throw noGates(model.installed.name, missing);
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
    const lengths = lengthsOf(this.layers);
    const { results, state: after } = await body.run(state, ids, [...outputs, ...lengths], this.carried);
    return { values: seriesOf(this.model.installed.name, results, outputs, lengths, ids.length), state: after };
  }
}

/** Why the gates of a model cannot be shown, none of whose nodes can be looked into. */
export function noGates(name: string, missing: TappedRecurrent['missing']): Error {
  if (missing.length === 0) {
    return fail(
      'unsupported',
      `${name} has no gates: there is no LSTM, GRU or RNN node in its graph. Choose a recurrent model, such as langscope-lstm.`,
    );
  }
  // Nodes of one export mostly have the same reason.
  const reasons = [...new Set(missing.map(({ reason }) => reason))].map((reason) => {
    const nodes = missing.filter((node) => node.reason === reason).map((node) => node.name);
    return `${nodes.join(', ')}: ${reason}`;
  });
  return fail('unsupported', `The gates of ${name} cannot be shown. ${reasons.join(' ')}`);
}

/** Graph outputs with the numbers of steps that the nodes are given, once each. */
export function lengthsOf(layers: readonly TappedLayer[]): readonly string[] {
  return [...new Set(layers.flatMap(({ lengths }) => lengths ?? []))];
}

/** The named outputs, float32 each; refuses (`unsupported`) nodes that were given fewer steps than there are tokens. */
export function seriesOf(
  name: string,
  results: ReadonlyMap<string, Tensor>,
  outputs: readonly string[],
  lengths: readonly string[],
  tokens: number,
): readonly Float32Array[] {
  const floats = (output: string): Float32Array => results.get(output)!.data as Float32Array;
  if (lengths.some((output) => floats(output).some((steps) => steps !== tokens))) {
    throw fail(
      'unsupported',
      `${name} gives its recurrent nodes fewer steps than there are tokens: its gates cannot be shown. Export it without sequence lengths.`,
    );
  }
  return outputs.map(floats);
}

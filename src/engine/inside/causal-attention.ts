import { Tensor } from 'onnxruntime-node';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type InsideText, type ReadTokens } from '../../protocol';
import type { LanguageModel, ModelSource } from '../families/language-model';
import { ModelBody } from '../families/model-body';
import { attentionGraph, attentionNames, readingPart, type AttentionGraph } from './attention-graph';
import { CausalText } from './causal-text';
import type { Report } from './inside';
import type { ObservedModel, ObservedText, StackFacts } from './observed-model';
import { readWindow } from './read-window';
import { sourceOf, type TappedSessions } from './tapped-sessions';

/** Bytes that one layer's weights may take while they are made, where a graph has no cache and reads all at once. */
const mostAtOnce = 192 * 1024 ** 2;

/** The attention of a decoder-only model. */
export class CausalAttention implements ObservedModel {
  public readonly stacks: readonly StackFacts[];

  private constructor(
    private readonly model: LanguageModel,
    private readonly source: ModelSource,
    private readonly graph: AttentionGraph,
    private readonly sessions: TappedSessions,
    /** Heads of each site. */
    private readonly heads: readonly number[],
  ) {
    const missing = graph.sites.flatMap(({ found }, layer) =>
      found.kind === 'missing' ? [{ layer, reason: `${found.reason[0]!.toUpperCase()}${found.reason.slice(1)}.` }] : [],
    );
    this.stacks = [
      {
        name: 'self',
        causal: true,
        rows: 'source',
        columns: 'source',
        layers: graph.sites.length,
        heads: Math.max(...heads),
        missing,
      },
    ];
  }

  /** Refuses (`unsupported`) a model without attention, or none that can be seen. */
  public static async open(model: LanguageModel, sessions: TappedSessions): Promise<CausalAttention> {
    const source = sourceOf(model);
    const graph = attentionGraph(source.model, source.inputs.ids.name);
    if (graph.weights.every((name) => name === undefined)) throw noAttention(model, graph);
    const body = await CausalAttention.body(model, source, graph, sessions);
    const sites = [...graph.weights.keys()].filter((site) => graph.weights[site] !== undefined);
    const { results } = await body.run(body.begin(), Int32Array.of(0, 0), sites.map(attentionNames.thumbnail), false, {
      [attentionNames.cells]: new Tensor('int64', BigInt64Array.of(0n, 1n), [1, 2]),
    });
    const heads = graph.weights.map((_name, site) => results.get(attentionNames.thumbnail(site))?.dims[1] ?? 0);
    return new CausalAttention(model, source, graph, sessions, heads);
  }

  private static async body(
    model: LanguageModel,
    source: ModelSource,
    graph: AttentionGraph,
    sessions: TappedSessions,
  ): Promise<ModelBody> {
    const carried = source.inputs.carried.map(({ output }) => output);
    const session = await sessions.get(model, 'attention', () => readingPart(graph, carried), 'cpu');
    return new ModelBody(session, source.inputs, false);
  }

  public async *read(
    request: InsideText & { readonly target?: string },
    report: Report,
    token: CancellationToken,
  ): AsyncGenerator<void, ObservedText, void> {
    if (request.target !== undefined) {
      throw fail('bad-request', `${this.model.installed.name} reads one text: it takes no second one.`);
    }
    const tokens: ReadTokens = await readWindow(this.within(request), this.model, token);
    const body = await CausalAttention.body(this.model, this.source, this.graph, this.sessions);
    const text = new CausalText(this.source, this.graph, this.heads, tokens);
    try {
      yield* text.read(body, report);
      return text;
    } catch (error) {
      text.dispose();
      throw error;
    }
  }

  /** A graph without a cache reads the text at once, so that its matrices must fit into memory. */
  private within<T extends InsideText>(request: T): T {
    if (this.source.inputs.carried.length > 0) return request;
    const most = Math.floor(Math.sqrt(mostAtOnce / (4 * Math.max(...this.heads))));
    return { ...request, limit: Math.min(request.limit ?? most, most) };
  }
}

function noAttention({ installed, family }: LanguageModel, { sites }: AttentionGraph): Error {
  const reasons = [...new Set(sites.flatMap(({ found }) => (found.kind === 'missing' ? [found.reason] : [])))];
  const why =
    reasons.length > 0
      ? `The attention of ${installed.name} cannot be seen: ${reasons.join('; ')}.`
      : family === 'recurrent'
        ? `${installed.name} is a recurrent model: it has gates, but no attention. Choose a transformer.`
        : `No attention is found in the graph of ${installed.name}. Export it again with eager attention (attn_implementation="eager").`;
  return fail('unsupported', why);
}

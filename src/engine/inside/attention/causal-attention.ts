import { Tensor } from 'onnxruntime-node';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type InsideText, type ReadTokens } from '../../../protocol';
import type { LanguageModel, ModelSource } from '../../families/language-model';
import { attentionMissingFrom } from '../../graph/attention/attention-operators';
import { attentionGraph, tappedSites, type AttentionGraph } from './attention-graph';
import { attentionNames, readingParts, type ReadingPart } from './attention-parts';
import { CausalText, type OpenParts } from './causal-text';
import type { Report } from '../../report';
import type { ObservedModel, ObservedText, StackFacts } from './observed-model';
import { cacheOf, PieceRunner } from '../piece-runner';
import { readWindow } from '../read-window';
import { sourceOf, type TappedSessions } from '../tapped-sessions';

/** Bytes that one layer's weights may take while they are made, where a graph has no cache and reads all at once. */
const mostAtOnce = 192 * 1024 ** 2;

/** Layers that read a text together: their cache is small, so that a piece of 128 tokens takes less than 80 ms. */
const sitesAtOnce = 4;
/** Sessions at most. */
const mostParts = 8;

/** The attention of a decoder-only model. */
export class CausalAttention implements ObservedModel {
  public readonly stacks: readonly StackFacts[];

  private constructor(
    private readonly model: LanguageModel,
    private readonly source: ModelSource,
    private readonly graph: AttentionGraph,
    private readonly parts: OpenParts,
    /** Most heads that a layer has. */
    private readonly heads: number,
  ) {
    const missing = graph.sites.flatMap(({ found }, layer) =>
      found.kind === 'missing' ? [{ layer, reason: `${found.reason[0]!.toUpperCase()}${found.reason.slice(1)}.` }] : [],
    );
    const layers = graph.sites.length;
    this.stacks = [{ name: 'self', causal: true, rows: 'source', columns: 'source', layers, heads, missing }];
  }

  /** Refuses (`unsupported`) a model without attention, or none that can be seen. */
  public static async open(model: LanguageModel, sessions: TappedSessions): Promise<CausalAttention> {
    const source = sourceOf(model);
    const graph = attentionGraph(source.model, source.inputs.ids.name);
    if (tappedSites(graph).length === 0) throw noAttention(model, graph);
    const count = tappedSites(graph).length;
    for (const most of [Math.max(sitesAtOnce, Math.ceil(count / mostParts)), count]) {
      const parts = openParts(model, source, readingParts(graph, cacheOf(source), most), sessions);
      const heads = await tryParts(parts);
      if (heads !== undefined) return new CausalAttention(model, source, graph, parts, heads);
    }
    throw new TypeError('a part that is the whole graph takes nothing');
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
    const text = new CausalText(this.source, this.graph, this.heads, tokens);
    try {
      yield* text.read(this.parts, report);
      return text;
    } catch (error) {
      text.dispose();
      throw error;
    }
  }

  /** A graph without a cache reads the text at once, so that its matrices must fit into memory. */
  private within<T extends InsideText>(request: T): T {
    if (this.source.inputs.carried.length > 0) return request;
    const most = Math.floor(Math.sqrt(mostAtOnce / (4 * this.heads)));
    return { ...request, limit: Math.min(request.limit ?? most, most) };
  }
}

function openParts(
  model: LanguageModel,
  source: ModelSource,
  parts: readonly ReadingPart[],
  sessions: TappedSessions,
): OpenParts {
  /** How many texts are being read with each part. */
  const users = parts.map(() => 0);
  const kindOf = (at: number): string => `attention ${at} of ${parts.length}`;
  return {
    count: parts.length,
    open: async (at) => {
      const part = parts[at]!;
      // Pieces grow with what was read: memory that is kept between them would fit none of them.
      const place = { provider: 'cpu', arena: false } as const;
      const session = await sessions.get(model, kindOf(at), () => part.model, place);
      users[at]!++;
      return { part, runner: new PieceRunner(session, source, part) };
    },
    close: (at, keep) => {
      users[at]!--;
      if (!keep && users[at] === 0) sessions.release(model, kindOf(at));
    },
  };
}

/**
 * Reads two tokens: tells the most heads that a layer has. Undefined where a part gives the next one something else than
 * rows of the text.
 */
async function tryParts(parts: OpenParts): Promise<number | undefined> {
  const ids = Int32Array.of(0, 0);
  let [heads, taken]: [number, ReadonlyMap<string, Tensor>] = [0, new Map()];
  for (let at = 0; at < parts.count; at++) {
    const { part, runner } = await parts.open(at);
    const thumbnails = part.sites.map(attentionNames.thumbnail);
    const { results } = await runner.run(runner.begin(), ids, [...thumbnails, ...part.gives], false, {
      ...Object.fromEntries(taken),
      [attentionNames.cells]: new Tensor('int64', BigInt64Array.of(0n, 1n), [1, 2]),
    });
    heads = Math.max(heads, ...thumbnails.map((name) => results.get(name)!.dims[1]!));
    parts.close(at, true);
    taken = new Map(part.gives.map((name) => [name, results.get(name)!]));
    if ([...taken.values()].some(({ dims }) => dims.length > 3 || dims.at(-2) !== ids.length)) return undefined;
  }
  return heads;
}

function noAttention({ installed, family }: LanguageModel, { sites, model }: AttentionGraph): Error {
  const { name } = installed;
  if (family === 'recurrent') {
    return fail('unsupported', `${name} is a recurrent model: it has gates, but no attention. Choose a transformer.`);
  }
  const reasons = [...new Set(sites.flatMap(({ found }) => (found.kind === 'missing' ? [found.reason] : [])))];
  const operators = new Set(model.graph.node.map(({ opType }) => opType ?? ''));
  const why =
    reasons.length > 0
      ? `${reasons.join('; ')}.`
      : (attentionMissingFrom(operators) ??
        'no softmax stands between two products of activations. Export the model again with attn_implementation="eager".');
  return fail('unsupported', `The attention of ${name} cannot be seen: ${why[0]!.toLowerCase()}${why.slice(1)}`);
}

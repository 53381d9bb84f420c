import type { Tensor } from 'onnxruntime-node';
import { fail } from '../../../protocol';
import type { BoundInputs } from '../../families/bind-inputs';
import type { ModelFolder } from '../../families/model-folder';
import { cacheBranch } from '../../graph/cache-branch';
import type { Graph } from '../../graph/onnx-model';
import { readOnnx } from '../../graph/read-onnx';
import type { SessionPlace } from '../../runtime/session';
import { bindText, crossFeeds, textFeeds } from './encoder-feeds';
import { EncoderChain, type ChainRun } from './encoder-chain';
import { segmentGraph } from './encoder-segments';
import type { StackFacts } from '../attention/observed-model';

/** Bytes of the weights that a part of the graph makes at once. */
const mostBytes = 512 * 1024 ** 2;

/** An encoder's or a decoder's graph, open to be read with. */
export class EncoderPart {
  private constructor(
    public readonly chain: EncoderChain,
    /** Bytes of its weights. */
    public readonly bytes: number,
    private readonly graph: Graph,
    private readonly inputs: BoundInputs,
  ) {}

  /** `handsOn`: what the graph gives in the end is wanted, as a decoder reads it. */
  public static async open(
    { entry, langscope }: Pick<ModelFolder, 'entry' | 'langscope'>,
    path: string,
    place: Omit<SessionPlace, 'folder'>,
    handsOn: boolean,
  ): Promise<EncoderPart> {
    const { model: stored, folder, weightBytes } = readOnnx(path);
    // Both texts are read from the beginning: nothing is kept for a next token.
    const model = cacheBranch(stored, false, (name) => !name.startsWith('present'));
    const inputs = bindText(model.graph, entry, langscope);
    const segments = segmentGraph(model, inputs.ids.name, inputs.logits, handsOn);
    const chain = await EncoderChain.open(segments, { ...place, folder });
    return new EncoderPart(chain, weightBytes, model.graph, inputs);
  }

  /** Feeds the whole text; `rows`: what the encoder gave for the other one. */
  public feeds(ids: Int32Array, rows?: Tensor): ChainRun['feeds'] {
    return { ...textFeeds(this.inputs, ids), ...(rows && crossFeeds(this.graph, rows)) };
  }

  /** Indices of the sites that look at the text itself, or at the other text. */
  public sites(cross: boolean): readonly number[] {
    const { sites } = this.chain.graph;
    return [...sites.keys()].filter((site) => sites[site]!.cross === cross);
  }

  /** Tokens of which all weights that are made at once fit into memory. */
  public mostTokens(heads: ReadonlyMap<number, number>): number {
    const together = this.chain.graph.segments.map(({ sites }) =>
      sites.reduce((sum, site) => sum + (heads.get(site) ?? 0), 0),
    );
    return Math.floor(Math.sqrt(mostBytes / (4 * Math.max(1, ...together))));
  }

  /**
   * Reads a short text and gives the heads of each site whose weights are one matrix of the text a head, and what the
   * graph gives in the end.
   */
  public async probe(
    ids: Int32Array,
    rows?: Tensor,
  ): Promise<{ readonly heads: ReadonlyMap<number, number>; readonly end: Tensor | undefined }> {
    const heads = new Map<number, number>();
    const reading = this.chain.read(this.feeds(ids, rows), (site, { dims }) => {
      const columns = this.chain.graph.sites[site]!.cross ? rows?.dims[1] : ids.length;
      if (dims[2] === ids.length && dims[3] === columns) heads.set(site, dims[1]!);
    });
    for (;;) {
      const { done, value } = await reading.next();
      if (done === true) return { heads, end: value.end };
    }
  }

  /**
   * What is known of the layers at these sites; `heads`: by site, see `probe`. Refuses (`unsupported`) a graph without
   * such sites; `whose` names it.
   */
  public facts(
    stack: Pick<StackFacts, 'name' | 'causal' | 'rows' | 'columns'>,
    sites: readonly number[],
    heads: ReadonlyMap<number, number>,
    whose: string,
  ): StackFacts {
    if (sites.length === 0) {
      throw fail('unsupported', `No attention is found in ${whose}. Export the model again with eager attention.`);
    }
    const most = Math.max(1, ...sites.map((site) => heads.get(site) ?? 0));
    const missing = sites.flatMap((site, layer) => {
      const { found } = this.chain.graph.sites[site]!;
      if (found.kind === 'missing') {
        return [{ layer, reason: `${found.reason[0]!.toUpperCase()}${found.reason.slice(1)}.` }];
      }
      if (!heads.has(site)) return [{ layer, reason: inBlocks }];
      return heads.get(site) === most ? [] : [{ layer, reason: fewerHeads }];
    });
    return { ...stack, layers: sites.length, heads: most, missing };
  }
}

const inBlocks =
  'It looks at its text block by block, so that there is no matrix of all tokens. Choose a model with full attention.';
const fewerHeads = 'It has fewer heads than other layers. Choose a model whose heads were not pruned.';

/** Refuses (`unsupported`) attention of which no layer at all can be seen. */
export function checkSeen(stacks: readonly StackFacts[], name: string): void {
  if (stacks.some(({ layers, missing }) => missing.length < layers)) return;
  const reasons = new Set(stacks.flatMap(({ missing }) => missing.map(({ reason }) => reason)));
  throw fail('unsupported', `The attention of ${name} cannot be seen. ${[...reasons].join(' ')}`);
}

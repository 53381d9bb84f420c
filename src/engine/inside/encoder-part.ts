import type { Tensor } from 'onnxruntime-node';
import { fail } from '../../protocol';
import type { BoundInputs } from '../families/bind-inputs';
import type { ModelFolder } from '../families/model-folder';
import type { Graph } from '../graph/onnx-model';
import { readOnnx } from '../graph/read-onnx';
import type { SessionPlace } from '../runtime/session';
import { withoutCacheBranch } from './encoder-branch';
import { bindText, crossFeeds, textFeeds } from './encoder-feeds';
import { EncoderChain, type ChainRun } from './encoder-chain';
import { segmentGraph } from './encoder-segments';
import type { StackFacts } from './observed-model';

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
    const model = withoutCacheBranch(stored);
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

  /** Reads a short text and gives the heads of each site, and what the graph gives in the end. */
  public async probe(
    ids: Int32Array,
    rows?: Tensor,
  ): Promise<{ readonly heads: ReadonlyMap<number, number>; readonly end: Tensor | undefined }> {
    const heads = new Map<number, number>();
    const reading = this.chain.read(this.feeds(ids, rows), (site, weights) => heads.set(site, weights.dims[1]!));
    for (;;) {
      const { done, value } = await reading.next();
      if (done === true) return { heads, end: value.end };
    }
  }

  /** What is known of the layers at these sites, [heads] by site; refuses (`unsupported`) where none can be seen. */
  public facts(
    stack: Pick<StackFacts, 'name' | 'causal' | 'rows' | 'columns'>,
    sites: readonly number[],
    heads: ReadonlyMap<number, number>,
    what: string,
  ): StackFacts {
    const found = sites.map((site) => this.chain.graph.sites[site]!.found);
    const missing = found.flatMap((one, layer) =>
      one.kind === 'missing' ? [{ layer, reason: `${one.reason[0]!.toUpperCase()}${one.reason.slice(1)}.` }] : [],
    );
    if (missing.length === sites.length) {
      const reasons = [...new Set(missing.map(({ reason }) => reason))].join(' ');
      throw fail('unsupported', reasons === '' ? what : `${what} ${reasons}`);
    }
    const most = Math.max(...sites.map((site) => heads.get(site) ?? 0));
    return { ...stack, layers: sites.length, heads: most, missing };
  }
}

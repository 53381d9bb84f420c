import type { Tensor } from 'onnxruntime-node';
import type { AttentionStack, ReadTokens } from '../../../protocol';
import type { ChainRun, EncoderChain } from './encoder-chain';
import { drawThumbnails, weightRows } from './encoder-weights';
import type { HeadChoice, ObservedText, StackFacts, WeightRows } from '../attention/observed-model';
import { thumbnailSize } from '../attention/thumbnail-cells';

/** Where the layers of a stack lie: the part of the model, and the sites of its graph. */
export interface StackPlace {
  readonly facts: StackFacts;
  readonly part: 'encoder' | 'decoder';
  /** By layer. */
  readonly sites: readonly number[];
}

/** A text, or two, that a model has read whole. */
export class EncoderReading implements ObservedText {
  public readonly thumbnails: readonly AttentionStack['thumbnails'][];
  public readonly target?: ReadTokens;
  private readonly runs = new Map<StackPlace['part'], { readonly chain: EncoderChain; readonly run: ChainRun }>();

  public constructor(
    private readonly stacks: readonly StackPlace[],
    public readonly tokens: ReadTokens,
    target?: ReadTokens,
  ) {
    if (target) this.target = target;
    this.thumbnails = stacks.map(({ facts }) => {
      const [rows, columns] = this.shape(facts);
      const size = thumbnailSize(rows, columns);
      return { size, weights: new Float32Array(facts.layers * facts.heads * size ** 2) };
    });
  }

  public get bytes(): number {
    const streams = [...this.runs.values()].flatMap(({ run }) => [...run.streams, ...Object.values(run.feeds)]);
    const kept = streams.reduce((sum, tensor) => sum + 4 * (tensor?.size ?? 0), 0);
    return kept + this.thumbnails.reduce((sum, { weights }) => sum + weights.byteLength, 0);
  }

  /** Reads one of the texts, part by part. */
  public async *read(
    part: StackPlace['part'],
    chain: EncoderChain,
    feeds: ChainRun['feeds'],
  ): AsyncGenerator<void, Tensor | undefined, void> {
    const run = yield* chain.read(feeds, (site, weights) => {
      this.draw(part, site, weights.data as Float32Array);
    });
    this.runs.set(part, { chain, run });
    return run.end;
  }

  public async *weights(stack: number, layer: number, of: HeadChoice): AsyncGenerator<WeightRows, void, void> {
    const { facts, part, sites } = this.stacks[stack]!;
    const { chain, run } = this.runs.get(part)!;
    const [rows, columns] = this.shape(facts);
    const weights = await chain.weights(run, sites[layer]!);
    yield* weightRows(weights.data as Float32Array, rows, columns, of);
  }

  public dispose(): void {
    this.runs.clear();
  }

  private draw(part: StackPlace['part'], site: number, weights: Float32Array): void {
    const stack = this.stacks.findIndex((place) => place.part === part && place.sites.includes(site));
    const { facts, sites } = this.stacks[stack]!;
    const { size, weights: into } = this.thumbnails[stack]!;
    const picture = facts.heads * size ** 2;
    const layer = sites.indexOf(site);
    if (facts.missing.some((known) => known.layer === layer)) return;
    const [rows, columns] = this.shape(facts);
    drawThumbnails(weights, rows, columns, size, into.subarray(layer * picture, (layer + 1) * picture));
  }

  private shape(facts: Pick<StackFacts, 'rows' | 'columns'>): readonly [number, number] {
    const length = (side: 'source' | 'target'): number =>
      (side === 'target' ? (this.target ?? this.tokens) : this.tokens).ids.length;
    return [length(facts.rows), length(facts.columns)];
  }
}

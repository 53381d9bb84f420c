import type { Tensor } from 'onnxruntime-node';
import { fail } from '../../../protocol';
import { Session, type SessionPlace } from '../../runtime/session';
import type { Segment, SegmentedGraph } from './encoder-segments';

/** What one reading of a text needs again to make any layer's weights. */
export interface ChainRun {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** What went into each part; undefined for the first. */
  readonly streams: readonly (Tensor | undefined)[];
  /** What the last part gave, where the graph's end was wanted. */
  readonly end: Tensor | undefined;
}

/** The parts of a graph, open to be run one after another. */
export class EncoderChain {
  private disposed = false;

  private constructor(
    public readonly graph: SegmentedGraph,
    private readonly sessions: readonly Session[],
  ) {}

  public static async open(graph: SegmentedGraph, place: SessionPlace): Promise<EncoderChain> {
    const sessions: Session[] = [];
    try {
      for (const { model } of graph.segments) sessions.push(await Session.open(model, place, 'The tapped model'));
      return new EncoderChain(graph, sessions);
    } catch (error) {
      for (const session of sessions) await session.dispose();
      throw error;
    }
  }

  /**
   * Reads a text, part by part, and hands over the weights of each site, float32 [1, heads, query, key]. Yields after
   * each part.
   */
  public async *read(
    feeds: Readonly<Record<string, Tensor>>,
    visit: (site: number, weights: Tensor) => void,
  ): AsyncGenerator<void, ChainRun, void> {
    const streams: (Tensor | undefined)[] = [];
    let stream: Tensor | undefined;
    for (const [at, segment] of this.graph.segments.entries()) {
      streams.push(stream);
      const names = segment.sites.flatMap((site) => this.graph.weights[site] ?? []);
      const results = await this.run(at, segment, feeds, stream, [
        ...names,
        ...(segment.to === undefined ? [] : [segment.to]),
      ]);
      for (const site of segment.sites) {
        const name = this.graph.weights[site];
        if (name !== undefined) visit(site, results.get(name)!);
      }
      stream = segment.to === undefined ? undefined : results.get(segment.to);
      yield;
    }
    return { feeds, streams, end: stream };
  }

  /** The weights of one site of a text that was read, float32 [1, heads, query, key]. */
  public async weights({ feeds, streams }: ChainRun, site: number): Promise<Tensor> {
    const at = this.graph.segments.findIndex(({ sites }) => sites.includes(site));
    const name = this.graph.weights[site];
    if (name === undefined) throw new TypeError(`site ${site} has no weights`);
    return (await this.run(at, this.graph.segments[at]!, feeds, streams[at], [name])).get(name)!;
  }

  public async dispose(): Promise<void> {
    this.disposed = true;
    for (const session of this.sessions) await session.dispose();
  }

  private run(
    at: number,
    { inputs, from }: Segment,
    feeds: Readonly<Record<string, Tensor>>,
    stream: Tensor | undefined,
    outputs: readonly string[],
  ): Promise<ReadonlyMap<string, Tensor>> {
    if (this.disposed) throw fail('reading-unknown', 'The model was unloaded: read the text again.');
    const own = Object.fromEntries(Object.entries(feeds).filter(([name]) => inputs.has(name)));
    return this.sessions[at]!.run(from !== undefined && stream ? { ...own, [from]: stream } : own, outputs);
  }
}

import { Tensor } from 'onnxruntime-node';
import type { ReadBehind } from '../families/cached-continuation';
import { GrowingArray } from '../families/growing-array';
import { newRowNames } from '../graph/new-rows';
import { crossFeeds, textFeeds } from '../inside/encoder/encoder-feeds';
import { Session, type SessionPlace } from '../runtime/session';
import type { DecoderGraphs } from './decoder-graphs';

/** What a decoder keeps of one text that the encoder read and of the tokens written so far. */
export interface DecoderMemory {
  /** By graph input of the next step: caches of the encoder's text. */
  readonly source: ReadonlyMap<string, Tensor>;
  readonly written: ReadonlyMap<string, GrowingArray>;
}

type Feeds = Readonly<Record<string, Tensor>>;

/** A decoder, open to be run. Runs block the thread. */
export class DecoderSessions {
  private constructor(
    private readonly graphs: DecoderGraphs,
    private readonly first: Session,
    private readonly next: Session | undefined,
  ) {}

  public static async open(graphs: DecoderGraphs, place: Omit<SessionPlace, 'folder'>): Promise<DecoderSessions> {
    const { first, next } = graphs;
    const begin = await Session.open(first.model, { ...place, folder: first.file.folder }, 'The decoder');
    try {
      const then = next && (await Session.open(next.model, { ...place, folder: next.file.folder }, 'The decoder'));
      return new DecoderSessions(graphs, begin, then);
    } catch (error) {
      await begin.dispose();
      throw error;
    }
  }

  public get caches(): boolean {
    return this.next !== undefined;
  }

  /** Logits behind each of the tokens, [tokens, vocabulary], read from the beginning; and what the next step needs. */
  public async start(
    rows: Tensor,
    ids: Int32Array,
    keep: boolean,
  ): Promise<{ readonly logits: Float32Array; readonly memory: DecoderMemory | undefined }> {
    const { first, next } = this.graphs;
    const kept = keep && next ? [...next.written, ...next.source] : [];
    const feeds = { ...textFeeds(first.inputs, ids), ...crossFeeds(first.model.graph, rows) };
    const results = await this.first.run(feeds, [first.inputs.logits, ...kept.map(({ output }) => output)]);
    const logits = results.get(first.inputs.logits)!.data as Float32Array;
    if (!keep || !next) return { logits, memory: undefined };
    const source = new Map(next.source.map(({ input, output }) => [input, results.get(output)!]));
    const written = new Map<string, GrowingArray>();
    for (const { input, output, axis } of next.written) {
      const array = GrowingArray.from(results.get(output)!, axis);
      // Half precision is carried whole, by reading everything again.
      if (!array) return { logits, memory: undefined };
      written.set(input, array);
    }
    return { logits, memory: { source, written } };
  }

  /** Reads tokens one by one behind the caches, see `CachedContinuation`; `rows`: of the encoder. */
  public behind(rows: Tensor, source: ReadonlyMap<string, Tensor>): ReadBehind {
    const { next: graph } = this.graphs;
    const { next } = this;
    if (!graph || !next) throw new TypeError('this decoder has no cache');
    const outputs = [graph.inputs.logits, ...graph.written.map(({ output }) => newRowNames.rows(output))];
    const fixed: Feeds = { ...crossFeeds(graph.model.graph, rows), ...Object.fromEntries(source) };
    const taken = new Set(graph.model.graph.input.map(({ name }) => name));
    const shared = Object.fromEntries(Object.entries(fixed).filter(([name]) => taken.has(name)));
    return async (arrays, length, ids) => {
      if (ids.length !== 1) throw new TypeError('one token at a time');
      const at = (value: number): Tensor => new Tensor('int64', BigInt64Array.of(BigInt(value)), [1]);
      const results = await next.run(
        {
          ...textFeeds(graph.inputs, ids),
          ...shared,
          ...Object.fromEntries(arrays),
          [newRowNames.from]: at(length),
          [newRowNames.to]: at(length + 1),
        },
        outputs,
      );
      const added = graph.written.map(
        ({ input, output }) => [input, results.get(newRowNames.rows(output))!.data as Float32Array] as const,
      );
      return { hidden: results.get(graph.inputs.logits)!.data as Float32Array, rows: new Map(added) };
    };
  }

  public async dispose(): Promise<void> {
    await this.first.dispose();
    await this.next?.dispose();
  }
}

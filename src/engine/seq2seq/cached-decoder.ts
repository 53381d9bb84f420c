import { Tensor } from 'onnxruntime-node';
import { fail } from '../../protocol';
import { CachedContinuation, type ReadBehind } from '../families/cached-continuation';
import { GrowingArray } from '../families/growing-array';
import { newRowNames } from '../graph/new-rows';
import { crossFeeds, textFeeds } from '../inside/encoder/encoder-feeds';
import { Session, type SessionPlace } from '../runtime/session';
import type { Decoder, EncodedText, SecondText } from './decoder';
import type { DecoderGraphs } from './decoder-graphs';

/** The decoder of a transformer, with a cache in a graph of its own or without one. */
export class CachedDecoder implements Decoder {
  private constructor(
    private readonly graphs: DecoderGraphs,
    private readonly first: Session,
    private readonly next: Session | undefined,
  ) {}

  public static async open(graphs: DecoderGraphs, place: Omit<SessionPlace, 'folder'>): Promise<CachedDecoder> {
    const { first, next } = graphs;
    const begin = await Session.open(first.model, { ...place, folder: first.file.folder }, 'The decoder');
    try {
      const then = next && (await Session.open(next.model, { ...place, folder: next.file.folder }, 'The decoder'));
      return new CachedDecoder(graphs, begin, then);
    } catch (error) {
      await begin.dispose();
      throw error;
    }
  }

  public behind({ outputs, keep }: EncodedText): SecondText {
    if (keep)
      throw fail('unsupported', 'This model copies nothing, so that what it copies cannot be chosen. Leave that out.');
    const rows = [...outputs.values()][0];
    if (!rows) throw fail('onnx-broken', 'The encoder gives nothing that the decoder could read. Export both again.');
    return new CachedText((ids, keep) => this.start(rows, ids, keep), new Int32Array(0), undefined);
  }

  public async dispose(): Promise<void> {
    await this.first.dispose();
    await this.next?.dispose();
  }

  /** Logits behind each of the tokens, [tokens, vocabulary], read from the beginning; and how to go on with a cache. */
  private async start(
    rows: Tensor,
    ids: Int32Array,
    keep: boolean,
  ): Promise<{ readonly logits: Float32Array; readonly cached: CachedContinuation | undefined }> {
    const { first, next } = this.graphs;
    const kept = keep && next ? [...next.written, ...next.source] : [];
    const feeds = { ...textFeeds(first.inputs, ids), ...crossFeeds(first.model.graph, rows) };
    const results = await this.first.run(feeds, [first.inputs.logits, ...kept.map(({ output }) => output)]);
    const logits = results.get(first.inputs.logits)!.data as Float32Array;
    if (kept.length === 0 || !next) return { logits, cached: undefined };
    const source = new Map(next.source.map(({ input, output }) => [input, results.get(output)!]));
    const written = next.written.flatMap(({ input, output, axis }) => {
      const array = GrowingArray.from(results.get(output)!, axis);
      return array ? [[input, array] as const] : [];
    });
    // Caches in half precision do not grow: then everything is read again.
    if (written.length < next.written.length) return { logits, cached: undefined };
    return {
      logits,
      cached: new CachedContinuation(this.readBehind(rows, source), new Map(written), ids.length, false),
    };
  }

  private readBehind(rows: Tensor, source: ReadonlyMap<string, Tensor>): ReadBehind {
    const { next: graph } = this.graphs;
    const { next } = this;
    if (!graph || !next) throw new TypeError('this decoder has no cache');
    const outputs = [graph.inputs.logits, ...graph.written.map(({ output }) => newRowNames.rows(output))];
    const taken = new Set(graph.model.graph.input.map(({ name }) => name));
    const fixed = { ...crossFeeds(graph.model.graph, rows), ...Object.fromEntries(source) };
    const shared = Object.fromEntries(Object.entries(fixed).filter(([name]) => taken.has(name)));
    const at = (value: number): Tensor => new Tensor('int64', BigInt64Array.of(BigInt(value)), [1]);
    return async (arrays, length, ids) => {
      const results = await next.run(
        {
          ...textFeeds(graph.inputs, ids),
          ...shared,
          ...Object.fromEntries(arrays),
          [newRowNames.from]: at(length),
          [newRowNames.to]: at(length + ids.length),
        },
        outputs,
      );
      const added = graph.written.map(
        ({ input, output }) => [input, results.get(newRowNames.rows(output))!.data as Float32Array] as const,
      );
      return { hidden: results.get(graph.inputs.logits)!.data as Float32Array, rows: new Map(added) };
    };
  }
}

type Start = (
  ids: Int32Array,
  keep: boolean,
) => Promise<{ readonly logits: Float32Array; readonly cached: CachedContinuation | undefined }>;

class CachedText implements SecondText {
  public constructor(
    private readonly start: Start,
    private ids: Int32Array,
    private cached: CachedContinuation | undefined,
  ) {}

  public get length(): number {
    return this.ids.length;
  }

  public looksAlong(): undefined {
    return undefined;
  }

  public async read(ids: Int32Array): Promise<Float32Array> {
    const all = Int32Array.of(...this.ids, ...ids);
    if (!this.cached) {
      const { logits, cached } = await this.start(all, true);
      [this.ids, this.cached] = [all, cached];
      return logits.slice((logits.length / all.length) * (all.length - ids.length));
    }
    // Exporters traced the graph with a cache for one token: with several, positions could be those of one.
    const rows: Float32Array[] = [];
    for (let at = 0; at < ids.length; at++) rows.push(await this.cached.read(ids.subarray(at, at + 1)));
    this.ids = all;
    const width = rows[0]?.length ?? 0;
    const logits = new Float32Array(width * rows.length);
    rows.forEach((row, at) => logits.set(row, at * width));
    return logits;
  }

  public rewind(length: number): boolean {
    if (!Number.isSafeInteger(length) || length < 0 || length > this.ids.length) return false;
    if (length === 0) this.cached = undefined;
    else this.cached?.rewind(length);
    this.ids = this.ids.slice(0, length);
    return true;
  }

  public copy(): SecondText {
    return new CachedText(this.start, this.ids, this.cached?.copy());
  }
}

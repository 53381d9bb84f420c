import { Tensor } from 'onnxruntime-node';
import type { AttentionStack, ReadTokens } from '../../../protocol';
import type { ModelSource } from '../../families/language-model';
import { Session } from '../../runtime/session';
import type { AttentionGraph } from './attention-graph';
import { attentionNames, layerPart, type ReadingPart } from './attention-parts';
import type { Report } from '../../report';
import type { HeadChoice, ObservedText, WeightRows } from './observed-model';
import { Pace } from '../pace';
import { cacheOf, PieceRunner } from '../piece-runner';
import { readingUnknown } from '../readings';
import { TextRows } from './text-rows';
import { mergeCells, pieceCells, thumbnailSize } from './thumbnail-cells';

/** Bytes of rows that a text keeps for its layers; the layers that do not fit are read from the beginning again. */
const mostKept = 384 * 1024 ** 2;

/** Tokens of a piece at least. */
const shortest = 64;

/** A part of the graph that is open, and what it is. */
export interface OpenPart {
  readonly part: ReadingPart;
  readonly runner: PieceRunner;
}

/** The parts of a model's graph, opened as they are needed. */
export interface OpenParts {
  readonly count: number;
  open(at: number): Promise<OpenPart>;
  /** The part is not used any more; `keep`: it will be soon. */
  close(at: number, keep: boolean): void;
}

/** Tokens above which reading takes so long that opening its parts again does not matter, but their memory does. */
const longText = 1024;

interface OpenLayer {
  /** Site and kind of part. */
  readonly key: string;
  readonly runner: PieceRunner;
}

/** A text that a decoder-only model has read. */
export class CausalText implements ObservedText {
  public readonly thumbnails: readonly [AttentionStack['thumbnails']];
  /** What enters each site, by site; fewer where they are too large together. */
  private readonly entries = new Map<number, TextRows>();
  /** The layer that was used last, for whoever asks for another of its heads. */
  private last: OpenLayer | undefined;
  private disposed = false;

  public constructor(
    private readonly source: ModelSource,
    private readonly graph: AttentionGraph,
    /** Most heads that a site has. */
    private readonly heads: number,
    public readonly tokens: ReadTokens,
  ) {
    const size = thumbnailSize(tokens.ids.length, tokens.ids.length);
    this.thumbnails = [{ size, weights: new Float32Array(graph.sites.length * heads * size ** 2) }];
  }

  public get bytes(): number {
    const kept = [...this.entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    return kept + this.thumbnails[0].weights.byteLength;
  }

  /** Reads the whole text with one part of the graph after the other, piece by piece. */
  public async *read(parts: OpenParts, report: Report): AsyncGenerator<void, void, void> {
    const { length } = this.tokens.ids;
    let taken: ReadonlyMap<string, TextRows> = new Map();
    for (let at = 0; at < parts.count; at++) {
      const done = (tokens: number): void => report(Math.floor((at * length + tokens) / parts.count), length);
      const part = await parts.open(at);
      try {
        taken = yield* this.readPart(part, taken, done);
      } finally {
        parts.close(at, length <= longText);
      }
    }
  }

  public async *weights(_stack: number, layer: number, of: HeadChoice): AsyncGenerator<WeightRows, void, void> {
    const open = await this.open(layer, of.kind);
    try {
      yield* this.rows(open.runner, layer, of);
    } finally {
      // Whoever asked at the same time has opened a part of their own: one is kept.
      const old = this.disposed ? open : this.last;
      if (!this.disposed) this.last = open;
      await old?.runner.dispose();
    }
  }

  public dispose(): void {
    this.disposed = true;
    void this.last?.runner.dispose();
    this.last = undefined;
    this.entries.clear();
  }

  /** Returns what the next part takes. */
  private async *readPart(
    { part, runner }: OpenPart,
    taken: ReadonlyMap<string, TextRows>,
    done: (tokens: number) => void,
  ): AsyncGenerator<void, ReadonlyMap<string, TextRows>, void> {
    const { ids } = this.tokens;
    const [{ size, weights }] = this.thumbnails;
    const entered = part.sites.filter((site) => this.graph.entries[site] !== undefined);
    const given = new Map(part.gives.map((name) => [name, new TextRows(ids.length, 1)]));
    const outputs = [...part.sites.map(attentionNames.thumbnail), ...entered.map(attentionNames.entry), ...part.gives];
    const pace = new Pace();
    let state = runner.begin();
    for (let from = 0; from < ids.length;) {
      const to = Math.min(ids.length, from + this.pieceLength(pace));
      const cells = pieceCells(from, to, ids.length, size);
      const more: Record<string, Tensor> = Object.fromEntries(
        part.takes.map((name) => [name, taken.get(name)!.slice(from, to)]),
      );
      more[attentionNames.cells] = new Tensor('int64', cells.rows, [cells.count, cells.width]);
      const { results, state: next } = await pace.time(to - from, () =>
        runner.run(state, ids.slice(from, to), outputs, to < ids.length, more),
      );
      state = next;
      for (const site of part.sites) {
        const found = results.get(attentionNames.thumbnail(site))!.data as Float32Array;
        const picture = this.heads * size ** 2;
        mergeCells(found, cells, to, ids.length, size, weights.subarray(site * picture, (site + 1) * picture));
      }
      for (const site of entered) this.keep(site, from, results.get(attentionNames.entry(site))!);
      for (const [name, rows] of given) rows.put(from, results.get(name)!);
      from = to;
      done(from);
      yield;
    }
    return given;
  }

  private async *rows(runner: PieceRunner, layer: number, of: HeadChoice): AsyncGenerator<WeightRows, void, void> {
    const { ids } = this.tokens;
    const pace = new Pace();
    let state = runner.begin();
    for (let from = 0; from < ids.length;) {
      if (this.disposed) throw readingUnknown();
      const to = Math.min(ids.length, from + this.pieceLength(pace));
      const { results, state: next } = await pace.time(to - from, () =>
        runner.run(
          state,
          ids.slice(from, to),
          [attentionNames.wanted],
          to < ids.length,
          this.given(layer, of, from, to),
        ),
      );
      state = next;
      const weights = results.get(attentionNames.wanted)!.data as Float32Array;
      yield { row: from, rows: to - from, columns: to, weights };
      from = to;
    }
  }

  /** What a layer's part gets beside the tokens. */
  private given(layer: number, of: HeadChoice, from: number, to: number): Record<string, Tensor> {
    const rows = this.entries.get(layer);
    const heads =
      of.kind === 'heads' ? BigInt64Array.from({ length: of.count }, (_head, at) => BigInt(of.first + at)) : undefined;
    return {
      ...(rows && { [attentionNames.entry(layer)]: rows.slice(from, to) }),
      ...(heads && { [attentionNames.heads]: new Tensor('int64', heads, [heads.length]) }),
    };
  }

  /** A graph without a cache reads all tokens at once. */
  private pieceLength(pace: Pace): number {
    // Of few layers, a shorter piece costs as much: its keys and values are handed on all the same.
    return this.source.inputs.carried.length === 0 ? this.tokens.ids.length : Math.max(shortest, pace.tokens());
  }

  private keep(site: number, from: number, rows: Tensor): void {
    const known = this.entries.get(site);
    if (known) {
      known.put(from, rows);
      return;
    }
    if (from > 0 || this.bytes > mostKept) return;
    const kept = new TextRows(this.tokens.ids.length, this.graph.sites.length);
    kept.put(from, rows);
    this.entries.set(site, kept);
  }

  private async open(site: number, kind: HeadChoice['kind']): Promise<OpenLayer> {
    const key = `${site} ${kind}`;
    const { last, source } = this;
    if (last?.key === key) {
      this.last = undefined;
      return last;
    }
    const graph = this.entries.has(site) ? this.graph : { ...this.graph, entries: [] };
    const part = layerPart(graph, site, kind, cacheOf(source));
    const session = await Session.open(part.model, { ...source.place, provider: 'cpu' }, 'The tapped layer');
    return { key, runner: new PieceRunner(session, source, part) };
  }
}

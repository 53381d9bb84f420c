import { Tensor } from 'onnxruntime-node';
import type { AttentionStack, ReadTokens } from '../../protocol';
import type { ModelSource } from '../families/language-model';
import { ModelBody } from '../families/model-body';
import { zeros } from '../families/tensors';
import { Session } from '../runtime/session';
import { attentionNames, layerPart, type AttentionGraph } from './attention-graph';
import type { Report } from './inside';
import type { HeadChoice, ObservedText, WeightRows } from './observed-model';
import { Pace } from './pace';
import { readingUnknown } from './readings';
import { TextRows } from './text-rows';
import { mergeCells, pieceCells, thumbnailSize } from './thumbnail-cells';

/** Bytes of rows that a text keeps for its layers; the layers that do not fit are read from the beginning again. */
const mostKept = 384 * 1024 ** 2;

interface OpenLayer {
  /** Site and kind of part. */
  readonly key: string;
  readonly body: ModelBody;
  /** Cache inputs of which the part needs the length alone. */
  readonly lengths: readonly string[];
}

/** A text that a decoder-only model has read. */
export class CausalText implements ObservedText {
  public readonly thumbnails: readonly AttentionStack['thumbnails'][];
  /** What enters each site, by site; fewer where they are too large together. */
  private readonly entries = new Map<number, TextRows>();
  /** The part that was used last, for whoever asks for another head of the same layer. */
  private last: OpenLayer | undefined;
  private disposed = false;

  public constructor(
    private readonly source: ModelSource,
    private readonly graph: AttentionGraph,
    private readonly heads: readonly number[],
    public readonly tokens: ReadTokens,
  ) {
    const size = thumbnailSize(tokens.ids.length, tokens.ids.length);
    const cells = graph.sites.length * Math.max(...heads) * size ** 2;
    this.thumbnails = [{ size, weights: new Float32Array(cells) }];
  }

  public get bytes(): number {
    const kept = [...this.entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    return kept + this.thumbnails[0]!.weights.byteLength;
  }

  /** Reads the whole text, piece by piece. */
  public async *read(body: ModelBody, report: Report): AsyncGenerator<void, void, void> {
    const { ids } = this.tokens;
    const sites = [...this.graph.weights.keys()].filter((site) => this.graph.weights[site] !== undefined);
    const entered = sites.filter((site) => this.graph.entries[site] !== undefined);
    const outputs = [...sites.map(attentionNames.thumbnail), ...entered.map(attentionNames.entry)];
    const pace = new Pace();
    let state = body.begin();
    for (let from = 0; from < ids.length;) {
      const to = Math.min(ids.length, from + (this.isWhole ? ids.length : pace.tokens()));
      const { size, weights } = this.thumbnails[0]!;
      const cells = pieceCells(from, to, ids.length, size);
      const rows = { [attentionNames.cells]: new Tensor('int64', cells.rows, [cells.count, cells.width]) };
      const { results, state: next } = await pace.time(to - from, () =>
        body.run(state, ids.slice(from, to), outputs, to < ids.length, rows),
      );
      state = next;
      for (const site of sites) {
        const found = results.get(attentionNames.thumbnail(site))!.data as Float32Array;
        const picture = size ** 2 * Math.max(...this.heads);
        mergeCells(found, cells, to, ids.length, size, weights.subarray(site * picture, (site + 1) * picture));
      }
      for (const site of entered) this.keep(site, from, results.get(attentionNames.entry(site))!);
      from = to;
      report(from, ids.length);
      yield;
    }
  }

  public async *weights(_stack: number, layer: number, of: HeadChoice): AsyncGenerator<WeightRows, void, void> {
    const open = await this.open(layer, of.kind);
    try {
      yield* this.rows(open, layer, of);
    } finally {
      // Whoever asked at the same time has opened a part of their own: one is kept.
      const old = this.disposed ? open : this.last;
      if (!this.disposed) this.last = open;
      await old?.body.dispose();
    }
  }

  public dispose(): void {
    this.disposed = true;
    void this.last?.body.dispose();
    this.last = undefined;
    this.entries.clear();
  }

  private async *rows(
    { body, lengths }: OpenLayer,
    layer: number,
    of: HeadChoice,
  ): AsyncGenerator<WeightRows, void, void> {
    const { ids } = this.tokens;
    const pace = new Pace();
    let state = body.begin();
    for (let from = 0; from < ids.length;) {
      if (this.disposed) throw readingUnknown();
      const to = Math.min(ids.length, from + (this.isWhole ? ids.length : pace.tokens()));
      const more = { ...this.given(layer, of, from, to), ...this.empty(lengths, from) };
      const outputs = [attentionNames.wanted];
      const { results, state: next } = await pace.time(to - from, () =>
        body.run(state, ids.slice(from, to), outputs, to < ids.length, more),
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

  /** Caches of other layers, of which the part needs the length alone. */
  private empty(lengths: readonly string[], past: number): Record<string, Tensor> {
    const caches = this.source.inputs.carried.filter(({ input }) => lengths.includes(input));
    return Object.fromEntries(
      caches.map(({ input, elementType, start }) => [
        input,
        zeros(
          elementType,
          start.map((size) => (size === 0 ? past : size)),
        ),
      ]),
    );
  }

  /** A graph without a cache reads all tokens at once. */
  private get isWhole(): boolean {
    return this.source.inputs.carried.length === 0;
  }

  private keep(site: number, from: number, rows: Tensor): void {
    const known = this.entries.get(site);
    if (known) {
      known.put(from, rows);
      return;
    }
    const needed = (rows.size / rows.dims.at(-2)!) * 4 * this.tokens.ids.length;
    if (from > 0 || this.bytes + needed > mostKept) return;
    const kept = new TextRows(this.tokens.ids.length);
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
    const cache = new Map(source.inputs.carried.map(({ input, output }) => [input, output]));
    const graph = this.entries.has(site) ? this.graph : { ...this.graph, entries: [] };
    const part = layerPart(graph, site, kind, cache);
    const session = await Session.open(part.model, { ...source.place, provider: 'cpu' }, 'The tapped layer');
    const carried = source.inputs.carried.filter(({ input }) => part.carried.includes(input));
    return { key, body: new ModelBody(session, { ...source.inputs, carried }, false), lengths: part.lengths };
  }
}

import { fail, type AttentionMap, type AttentionSource } from '../../../protocol';
import { byWords, withoutStart, type AttentionMatrix } from './attention-matrix';
import type { Report } from '../../report';
import type { HeadChoice, ObservedText, StackFacts } from './observed-model';
import { Rollout } from './rollout';

/** Bytes of maps that are kept; the map that was asked for last stays, however large. */
const mostBytes = 256 * 1024 ** 2;
/** All heads of a layer are fetched together where they are no larger than this. */
const layerBytes = 48 * 1024 ** 2;

function keyOf({ stack, source, unit, maskStart }: AttentionMap): string {
  const { kind, layer, head } = { layer: undefined, head: undefined, ...source };
  return [stack, kind, layer, head, unit, maskStart].join(' ');
}

/** The maps of a text that was read: computed when they are first asked for, least recently used ones go. */
export class AttentionMaps {
  private readonly known = new Map<string, AttentionMatrix>();

  public constructor(
    private readonly text: ObservedText,
    private readonly stacks: readonly StackFacts[],
    private readonly threads: number,
  ) {}

  public get bytes(): number {
    return [...this.known.values()].reduce((sum, { values }) => sum + values.byteLength, 0);
  }

  /** The map, where it is known. */
  public get(map: AttentionMap): AttentionMatrix | undefined {
    const key = keyOf(map);
    const matrix = this.known.get(key);
    if (matrix) this.keep(key, matrix);
    return matrix;
  }

  /** Refuses (`bad-request`, `unsupported`) a stack, layer or head that is not there, and a rollout over two texts. */
  public check({ stack, source }: AttentionMap): void {
    const facts = this.stacks[stack];
    if (!facts)
      throw fail('bad-request', `There is no attention number ${stack}: the model has ${this.stacks.length}.`);
    const { layer, head } = { layer: undefined, head: undefined, ...source };
    const within = (what: string, index: number | undefined, count: number): void => {
      if (index === undefined || (Number.isInteger(index) && index >= 0 && index < count)) return;
      throw fail('bad-request', `There is no ${what} ${index}: the model has ${count}, counted from 0.`);
    };
    within('layer', layer, facts.layers);
    within('head', head, facts.heads);
    const missing = facts.missing.find((known) => known.layer === layer);
    if (missing && source.kind !== 'rollout') throw fail('unsupported', missing.reason);
    if (source.kind !== 'rollout') return;
    if (facts.rows !== facts.columns) {
      throw fail('bad-request', 'Rollout follows one text through the layers: choose attention of a text to itself.');
    }
    const gap = facts.missing.find((known) => known.layer <= source.layer);
    if (gap) throw fail('unsupported', `Rollout needs every layer. ${gap.reason}`);
  }

  /** Computes the map step by step; `report` counts rows. */
  public async *compute(map: AttentionMap, report: Report): AsyncGenerator<void, AttentionMatrix, void> {
    this.check(map);
    const known = this.get(map);
    if (known) return known;
    if (map.maskStart) {
      const masked = withoutStart(yield* this.compute({ ...map, maskStart: false }, report));
      return this.put(map, masked);
    }
    if (map.unit === 'word') {
      const { rows, columns } = this.stacks[map.stack]!;
      const tokens = yield* this.compute({ ...map, unit: 'token' }, report);
      return this.put(map, byWords(tokens, this.side(rows).words, this.side(columns).words));
    }
    return this.put(map, yield* this.source(map.stack, map.source, report));
  }

  public dispose(): void {
    this.known.clear();
    this.text.dispose();
  }

  private source(stack: number, source: AttentionSource, report: Report): AsyncGenerator<void, AttentionMatrix, void> {
    switch (source.kind) {
      case 'head':
        return this.head(stack, source.layer, source.head, report);
      case 'mean':
        return this.mean(stack, source.layer, source.head, report);
      case 'rollout':
        return this.rollout(stack, source.layer, report);
    }
  }

  /** One head; where they are small, all of the layer, since the next one is a keystroke away. */
  private async *head(
    stack: number,
    layer: number,
    head: number,
    report: Report,
  ): AsyncGenerator<void, AttentionMatrix, void> {
    const { heads } = this.stacks[stack]!;
    const [rows, columns] = this.sides(stack);
    const all = 4 * rows * columns * heads <= layerBytes;
    const [first, count] = all ? [0, heads] : [head, 1];
    const found = Array.from({ length: count }, () => new Float32Array(rows * columns));
    yield* this.add(stack, layer, { kind: 'heads', first, count }, found, 1, (done) => report(done, rows));
    found.forEach((values, at) => {
      const source = { kind: 'head', layer, head: first + at } as const;
      this.put({ stack, source, unit: 'token', maskStart: false }, { rows, columns, values });
    });
    return { rows, columns, values: found[head - first]! };
  }

  private async *mean(
    stack: number,
    layer: number | undefined,
    head: number | undefined,
    report: Report,
  ): AsyncGenerator<void, AttentionMatrix, void> {
    const [rows, columns] = this.sides(stack);
    const values = new Float32Array(rows * columns);
    const layers = layer === undefined ? this.there(stack) : [layer];
    const of: HeadChoice = head === undefined ? { kind: 'mean' } : { kind: 'heads', first: head, count: 1 };
    for (const [at, each] of layers.entries()) {
      yield* this.add(stack, each, of, [values], 1 / layers.length, (done) =>
        report(at * rows + done, layers.length * rows),
      );
    }
    return { rows, columns, values };
  }

  private async *rollout(stack: number, layer: number, report: Report): AsyncGenerator<void, AttentionMatrix, void> {
    const [size] = this.sides(stack);
    const rollout = await Rollout.open(this.threads);
    try {
      // A lower layer may have been looked at before.
      const at = (below: number): AttentionMatrix | undefined =>
        this.get({ stack, source: { kind: 'rollout', layer: below }, unit: 'token', maskStart: false });
      let first = layer;
      while (first > 0 && !at(first - 1)) first--;
      let rolled = first === 0 ? undefined : at(first - 1);
      for (let each = first; each <= layer; each++) {
        rolled = yield* rollout.layer(size, this.text.weights(stack, each, { kind: 'mean' }), rolled);
        report(each - first + 1, layer - first + 1);
      }
      return rolled!;
    } finally {
      await rollout.dispose();
    }
  }

  /** Adds the layer's weights, times `share`, to one array for each matrix. */
  private async *add(
    stack: number,
    layer: number,
    of: HeadChoice,
    into: readonly Float32Array[],
    share: number,
    done: (rows: number) => void,
  ): AsyncGenerator<void, void, void> {
    const [, columns] = this.sides(stack);
    for await (const piece of this.text.weights(stack, layer, of)) {
      into.forEach((values, matrix) => {
        for (let row = 0; row < piece.rows; row++) {
          const source = (matrix * piece.rows + row) * piece.columns;
          const target = (piece.row + row) * columns;
          for (let column = 0; column < piece.columns; column++) {
            values[target + column]! += share * piece.weights[source + column]!;
          }
        }
      });
      done(piece.row + piece.rows);
      yield;
    }
  }

  private there(stack: number): readonly number[] {
    const { layers, missing } = this.stacks[stack]!;
    return Array.from({ length: layers }, (_layer, at) => at).filter((at) =>
      missing.every(({ layer }) => layer !== at),
    );
  }

  private side(of: 'source' | 'target') {
    return of === 'source' ? this.text.tokens : this.text.target!;
  }

  private sides(stack: number): readonly [rows: number, columns: number] {
    const { rows, columns } = this.stacks[stack]!;
    return [this.side(rows).ids.length, this.side(columns).ids.length];
  }

  private put(map: AttentionMap, matrix: AttentionMatrix): AttentionMatrix {
    this.keep(keyOf(map), matrix);
    return matrix;
  }

  private keep(key: string, matrix: AttentionMatrix): void {
    this.known.delete(key);
    this.known.set(key, matrix);
    for (const old of [...this.known.keys()].slice(0, -1)) {
      if (this.bytes <= mostBytes) return;
      this.known.delete(old);
    }
  }
}

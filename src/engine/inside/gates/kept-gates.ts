import { fail, type GateSeries, type InsideText, type ReadTokens, type TextProperty } from '../../../protocol';
import type { TappedLayer } from '../../graph/recurrent/tap-recurrent';
import type { Reading } from '../readings';
import { textProperty } from './text-property';

/** The values of one series of one layer at every token. */
export interface SeriesValues {
  readonly tokens: number;
  readonly cells: number;
  /** [tokens, cells] */
  readonly values: Float32Array;
}

/** Bytes that one token takes with all series of all layers. */
export function bytesPerToken(layers: readonly TappedLayer[]): number {
  return layers.reduce((sum, { cells, outputs }) => sum + 4 * cells * outputs.size, 0);
}

/** The gates of a text that was read, and the text, which is read again to find other places. */
export class KeptGates implements Reading {
  private series: readonly ReadonlyMap<GateSeries, Float32Array>[];
  /** [tokens]; a few kilobytes each, but a long text takes a while. */
  private readonly properties = new Map<TextProperty, Float32Array>();

  public constructor(
    public readonly request: InsideText,
    public readonly tokens: ReadTokens,
    public readonly layers: readonly TappedLayer[],
  ) {
    const { length } = tokens.ids;
    this.series = layers.map(
      ({ outputs, cells }) => new Map([...outputs.keys()].map((name) => [name, new Float32Array(length * cells)])),
    );
  }

  public get bytes(): number {
    return this.series.flatMap((layer) => [...layer.values()]).reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** values: [tokens, cells], from token `at` on. */
  public write(layer: number, series: GateSeries, at: number, values: Float32Array): void {
    this.series[layer]!.get(series)!.set(values, at * this.layers[layer]!.cells);
  }

  /** Refuses (`bad-request`) a layer or a series that the model does not have. */
  public values(layer: number, series: GateSeries): SeriesValues {
    const { cells } = this.layer(layer);
    const values = this.series[layer]!.get(series);
    if (!values) {
      const names = [...this.series[layer]!.keys()].join(', ');
      throw fail('bad-request', `Layer ${layer} has no series "${series}". It has: ${names}.`);
    }
    return { tokens: this.tokens.ids.length, cells, values };
  }

  /** What a property of the text is at each token, [tokens]. */
  public property(name: TextProperty): Float32Array {
    const values = this.properties.get(name) ?? textProperty(name, this.request.text, this.tokens.spans);
    this.properties.set(name, values);
    return values;
  }

  /** Refuses (`bad-request`) a layer that the model does not have. */
  public layer(layer: number): TappedLayer {
    const found = this.layers[layer];
    if (found) return found;
    throw fail('bad-request', `There is no layer ${layer}: the model has layers 0 to ${this.layers.length - 1}.`);
  }

  /** Refuses (`bad-request`) tokens that were not read. */
  public checkRange(from: number, to: number): void {
    const n = this.tokens.ids.length;
    if (Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= n) return;
    throw fail('bad-request', `There are no tokens ${from} to ${to}: ${n} tokens were read.`);
  }

  /** Refuses (`bad-request`) cells that the layer does not have. */
  public checkCells(layer: number, cells: Int32Array): void {
    const { cells: most } = this.layer(layer);
    const wrong = cells.find((cell) => cell < 0 || cell >= most);
    if (wrong !== undefined) {
      throw fail('bad-request', `Layer ${layer} has no cell ${wrong}: it has cells 0 to ${most - 1}.`);
    }
  }

  public dispose(): void {
    this.series = this.layers.map(() => new Map());
  }
}

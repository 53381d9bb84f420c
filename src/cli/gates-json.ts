import { gateSeries } from '../protocol';
import type { GatesTable } from './gates-table';

/** The JSON of `langscope gates`, in pieces; the values of one token a line. */
export function* gatesJson(table: GatesTable): Generator<string> {
  const { text, reading, layer, series, order, cells, scores, from, to, values } = table;
  const { model, provider, precision } = reading.provenance;
  const { ids, spans, special, first, total } = reading.tokens;
  const tokens = Array.from({ length: to - from }, (_, at) => {
    const [start, end] = [spans[2 * (from + at)]!, spans[2 * (from + at) + 1]!];
    return { id: ids[from + at]!, text: text.slice(start, end), start, end, special: special[from + at] === 1 };
  });
  const layers = reading.layers.map((entry) => ({ ...entry, series: gateSeries[entry.cell] }));
  const head = { model, provider, precision, first, total, tokens, layers, missing: reading.missing };
  const ordered = order === 'index' ? {} : { order, scores: Array.from(scores, number) };
  yield JSON.stringify({ ...head, layer, series, cells: Array.from(cells), ...ordered }).slice(0, -1);
  yield ',"values":[';
  for (let t = 0; t < to - from; t++) {
    const row = Array.from(values.subarray(t * cells.length, (t + 1) * cells.length), number);
    yield `${t === 0 ? '' : ','}\n${JSON.stringify(row)}`;
  }
  yield '\n]}\n';
}

/** A 32-bit number with the digits that it has. */
function number(value: number): number {
  return Number(value.toPrecision(7));
}

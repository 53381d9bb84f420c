import type { InfluenceCurve, InfluenceReading } from '../protocol';

/** A number that JSON can hold. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Fields that lists and curves share. */
function head({ provenance, tokens, measure, filler }: InfluenceReading | InfluenceCurve) {
  const { model, provider, precision, window } = provenance;
  return { model, provider, precision, window, first: tokens.first, measure, ...(filler && { filler }) };
}

function object(fields: object, list: string, items: readonly object[]): string {
  return `${JSON.stringify(fields).slice(0, -1)},"${list}":[${items.map((item) => `\n${JSON.stringify(item)}`).join(',')}\n]}\n`;
}

/** The JSON of `langscope influence`: the target, then each earlier unit, in the order of the text. */
export function influenceJson(text: string, reading: InfluenceReading): readonly string[] {
  const { tokens, target, logprob, unit, units, values } = reading;
  const [start, end] = [tokens.spans[2 * target]!, tokens.spans[2 * target + 1]!];
  const of = { id: tokens.ids[target]!, text: text.slice(start, end), start, end, logprob };
  const items = Array.from(values, (value, i) => {
    const [from, to, distance] = [units[3 * i]!, units[3 * i + 1]!, units[3 * i + 2]!];
    return { text: text.slice(from, to), start: from, end: to, distance, value: finite(value) };
  });
  return [object({ ...head(reading), unit, target: of }, 'units', items)];
}

/** The JSON of `langscope influence --curve`. */
export function curveJson(curve: InfluenceCurve): readonly string[] {
  const items = Array.from(curve.mean, (mean, i) => ({ distance: curve.distances[i]!, mean: finite(mean) }));
  return [object({ ...head(curve), targets: curve.targets }, 'curve', items)];
}

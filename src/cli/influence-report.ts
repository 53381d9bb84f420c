import {
  formatBar,
  formatFiller,
  formatInfluence,
  formatProbability,
  formatVisible,
  influenceMeasureWords,
  type InfluenceCurve,
  type InfluenceReading,
} from '../protocol';
import { influenceSource } from './influence-source';
import { Paint } from './paint';

/** Columns of a bar. */
const barWidth = 24;
/** Units of a list that are shown, the strongest first where there are more. */
const shown = 64;

function aboutMeasure({ measure, filler }: InfluenceReading | InfluenceCurve): string {
  const { says } = influenceMeasureWords[measure];
  return filler ? `${says} In its place stands ${formatFiller(filler)}.` : says;
}

/** What `langscope influence` prints for a person: each earlier unit with its value, distance and a bar. */
export function* influenceReport(text: string, reading: InfluenceReading, colours: boolean): Generator<string> {
  const { tokens, target, logprob, measure, units, values } = reading;
  const paint = colours ? new Paint('256', {}) : undefined;
  const strong = (words: string): string => (paint ? paint.strong(words) : words);
  const quiet = (words: string): string => (paint ? paint.quiet(words) : words);
  const [start, end] = [tokens.spans[2 * target]!, tokens.spans[2 * target + 1]!];
  yield `What matters to ${strong(formatVisible(text.slice(start, end)))} at ${start} (p = ${formatProbability(logprob)})\n`;
  yield `${quiet(aboutMeasure(reading))}\n\n`;
  const strength = (i: number): number => Math.abs(values[i]! || 0);
  const kept = [...values.keys()].sort((a, b) => strength(b) - strength(a)).slice(0, shown);
  const most = strength(kept[0] ?? 0) || 1;
  yield `${'tokens back'.padStart(11)}${'value'.padStart(14)}\n`;
  for (const i of kept.sort((a, b) => b - a)) {
    const [from, to, distance] = [units[3 * i]!, units[3 * i + 1]!, units[3 * i + 2]!];
    const bar = formatBar(strength(i) / most, barWidth);
    const value = formatInfluence(values[i], measure).padStart(14);
    yield `${String(distance).padStart(11)}${value}  ${bar.padEnd(barWidth)}  ${formatVisible(text.slice(from, to))}\n`;
  }
  if (values.length > shown) yield `${quiet(`The ${shown} strongest of ${values.length}.`)}\n`;
  yield `\n${quiet(influenceSource(reading))}\n`;
}

/** What `langscope influence --curve` prints for a person: the mean at some distances, doubling. */
export function* curveReport(curve: InfluenceCurve): Generator<string> {
  const { distances, mean, measure, targets } = curve;
  yield `Mean over ${targets} ${targets === 1 ? 'token' : 'tokens'}, by tokens back\n${aboutMeasure(curve)}\n\n`;
  const most = mean.reduce((largest, value) => Math.max(largest, value || 0), 0) || 1;
  const at = [...distances.keys()].filter((i) => i < 8 || Number.isInteger(Math.log2(i + 1)) || i === mean.length - 1);
  for (const i of at) {
    const bar = formatBar((mean[i]! || 0) / most, barWidth);
    const value = formatInfluence(mean[i], measure).replace('+', '');
    yield `${String(distances[i]!).padStart(11)}${value.padStart(14)}  ${bar}\n`;
  }
  yield `\n${influenceSource(curve)}\n`;
}

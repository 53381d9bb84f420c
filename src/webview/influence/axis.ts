/** A place on an axis that has a label. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Where values lie between 0 and 1, and which of them are labelled, in rising order. */
export interface Axis {
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 1, 10, 100, 1,000, 0.1, 0.01; further out 10⁻³. */
export function decadeLabel(exponent: number): string {
  if (exponent >= 0 && exponent <= 3) return (10 ** exponent).toLocaleString('en');
  if (exponent < 0 && exponent >= -2) return (10 ** exponent).toFixed(-exponent);
  const digits = Array.from(String(Math.abs(exponent)), (digit) => superscripts[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}

/** Decades between two positive numbers, at most `most` labels. */
function decades(from: number, to: number, most: number): readonly Tick[] {
  const step = Math.max(1, Math.ceil((to - from + 1) / most));
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, i) => {
    const exponent = first + i * step;
    return { value: 10 ** exponent, label: decadeLabel(exponent) };
  });
}

/** Orders of magnitude that an axis shows at most; what is smaller lies at its foot. */
const deepest = 12;

/** A logarithmic axis of whole decades around the values; those that are not above zero do not count. */
export function logAxis(values: Iterable<number>, mostTicks = 5): Axis {
  let [least, most] = [Infinity, 0];
  for (const value of values) {
    if (!(value > 0)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (most === 0) [least, most] = [0.1, 1];
  const top = Math.ceil(Math.log10(most) - 1e-9);
  const foot = Math.max(top - deepest, Math.min(top - 1, Math.floor(Math.log10(least) + 1e-9)));
  const place = (value: number): number =>
    value > 0 ? Math.min(1, Math.max(0, (Math.log10(value) - foot) / (top - foot))) : 0;
  return { place, ticks: decades(foot, top, mostTicks) };
}

/** A short number, the next one not below. */
function roundUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((factor) => factor * decade).find((round) => round >= value * (1 - 1e-9))!;
}

/** A linear axis as long below zero as above it. */
export function evenAxis(values: Iterable<number>): Axis {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value) || 0);
  const end = roundUp(most || 1);
  const label = (value: number): string =>
    value === 0 ? '0' : `${value > 0 ? '+' : '−'}${Number(Math.abs(value).toPrecision(2))}`;
  return {
    place: (value) => (Math.max(-1, Math.min(1, value / end)) + 1) / 2,
    ticks: [-end, 0, end].map((value) => ({ value, label: label(value) })),
  };
}

/** Distances 1, 2, 4, ... on a logarithmic axis from 1 to `longest`. */
export function distanceAxis(longest: number): Axis {
  const end = Math.max(2, longest);
  const powers = Array.from({ length: Math.floor(Math.log2(end)) + 1 }, (_, power) => 2 ** power);
  // The last one has room for its label.
  const kept = powers.filter((power) => power === 1 || end / power >= 1.4 || power === end);
  const ticks = [...kept, ...(kept.includes(end) ? [] : [end])];
  return {
    place: (value) => Math.log(Math.max(1, value)) / Math.log(end),
    ticks: ticks.map((value) => ({ value, label: value.toLocaleString('en') })),
  };
}

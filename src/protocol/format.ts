import type { Provenance } from './model';
import type { Figures } from './scores';

/** Shown for a figure that does not exist (a token that is not scored, a text without scored tokens). */
export const absent = 'n/a';

/** A count: exact, thousands separated. 12345 -> '12,345'. */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? separate(Math.round(count).toString()) : absent;
}

/** A measured value: three significant digits, thousands separated. 24.4307 -> '24.4', 1234.5 -> '1,230', 0.00123 -> '0.00123'. */
export function formatNumber(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return absent;
  if (!Number.isFinite(value)) return value > 0 ? '\u221e' : '\u2212\u221e';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-6) return value.toExponential(2).replace('e+', 'e');
  const rounded = Number(value.toPrecision(3));
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))));
  const text = Math.abs(rounded).toFixed(decimals);
  return (value < 0 ? '\u2212' : '') + separate(text);
}

/** Bits of an amount given in nats. 1.386 nats -> '2.00 bits'. */
export function formatBits(nats: number | undefined): string {
  return nats === undefined || Number.isNaN(nats) ? absent : `${formatNumber(toBits(nats))} bits`;
}

/** Nats to bits; a log-probability's minus sign is the caller's. */
export function toBits(nats: number): number {
  return nats / Math.LN2;
}

/** A share of one. 0.123 -> '12.3 %'; never '0 %' for what can happen, never '100 %' for what is not certain. */
export function formatPercent(share: number | undefined): string {
  if (share === undefined || Number.isNaN(share)) return absent;
  if (share === 0) return '0 %';
  if (share < 1e-4) return '< 0.01 %';
  if (share < 1 && share >= 0.9995) return '> 99.9 %';
  return `${formatNumber(share * 100)} %`;
}

/** The probability of a log-probability in nats. */
export function formatProbability(logprob: number | undefined): string {
  if (logprob === undefined || Number.isNaN(logprob)) return absent;
  // exp() underflows to 0 near -745, yet the token can happen.
  return logprob < -9.3 ? '< 0.01 %' : formatPercent(Math.min(1, Math.exp(logprob)));
}

/** A rank as people count: the most probable token (0) is 1. */
export function formatRank(rank: number | undefined): string {
  return rank === undefined || rank < 0 ? absent : formatCount(rank + 1);
}

const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** 1234567 -> '1.23 MB' (powers of 1000). */
export function formatBytes(bytes: number): string {
  const unit = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return unit === 0 ? `${formatCount(bytes)} bytes` : `${formatNumber(bytes / 1000 ** unit)} ${byteUnits[unit]!}`;
}

const visible: Readonly<Record<string, string>> = {
  ' ': '\u00b7',
  '\n': '\u21b5',
  '\t': '\u2192',
  '\r': '\u240d',
  '\u00a0': '\u237d',
  '\u007f': '\u2421',
  '\ufeff': '<BOM>',
  '\u200b': '<ZWSP>',
  '\u200c': '<ZWNJ>',
  '\u200d': '<ZWJ>',
};

/**
 * Text with its white space and control characters drawn: space as a middle dot, newline as a return sign, tab as an
 * arrow. Bytes of an unfinished character, `<E2 80>`, stay as they are.
 */
export function formatVisible(text: string): string {
  return text.replace(/<[0-9A-F]{2}(?: [0-9A-F]{2})+>|[\u0000-\u0020\u007f\u00a0\u200b-\u200d\ufeff]/g, (found) =>
    found.length > 1 ? found : (visible[found] ?? String.fromCharCode(0x2400 + found.charCodeAt(0))),
  );
}

/** A bar of block characters: `share` of `width` cells, in eighths of a cell; never empty for a share above 0. */
export function formatBar(share: number, width: number): string {
  const eighths = Math.max(share > 0 ? 1 : 0, Math.round(Math.min(1, Math.max(0, share)) * width * 8));
  const rest = eighths % 8;
  return '\u2588'.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : String.fromCharCode(0x2590 - rest));
}

/** One quiet line: model, precision, provider, window and stride, tokens scored, bytes. */
export function formatProvenance(provenance: Provenance, figures?: Figures): string {
  const reading =
    provenance.window === 0
      ? 'state carried'
      : `window ${formatCount(provenance.window)}, stride ${formatCount(provenance.stride)} tokens`;
  const amounts = figures
    ? [
        `${formatCount(figures.scored)} of ${formatCount(figures.tokens)} tokens scored`,
        `${formatCount(figures.utf8Bytes)} bytes`,
      ]
    : [];
  return [formatModel(provenance.model), provenance.precision, provenance.provider, reading, ...amounts].join(
    ' \u00b7 ',
  );
}

/** The short name of a model: the last part of a folder's path. */
export function formatModel(model: string): string {
  return /[^/\\]+(?=[/\\]*$)/.exec(model)?.[0] ?? model;
}

function separate(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

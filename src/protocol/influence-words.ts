import { absent, formatNumber } from './format';
import type { Filler, InfluenceMeasure, InfluenceUnit } from './influence';

/** What each measure says, for a person. */
export const influenceMeasureWords: Readonly<
  Record<InfluenceMeasure, { readonly name: string; readonly says: string }>
> = {
  gradient: {
    name: 'Gradient',
    says: 'Norm of the gradient of log p to the input embedding: how much a small change there would matter.',
  },
  removed: {
    name: 'Left out',
    says: 'By how many nats log p falls when this is left out; negative: it is more probable without it.',
  },
  replaced: {
    name: 'Replaced',
    says: 'By how many nats log p falls when this is replaced; negative: it is more probable without it.',
  },
};

export const influenceUnitNames: Readonly<Record<InfluenceUnit, string>> = {
  token: 'Token',
  word: 'Word',
  sentence: 'Sentence',
  line: 'Line',
};

/** What stands in where tokens are replaced, in words. */
export function formatFiller({ kind, piece }: Filler): string {
  const names = { unknown: 'the unknown token', space: 'a space', start: 'the token that begins a text' };
  return kind === 'space' ? names.space : `${names[kind]} (${piece})`;
}

/** A gradient's norm, or a change in nats with its sign. */
export function formatInfluence(value: number | undefined, measure: InfluenceMeasure): string {
  if (value === undefined || Number.isNaN(value)) return absent;
  if (measure === 'gradient') return formatNumber(value);
  return `${value > 0 ? '+' : ''}${formatNumber(value)} nats`;
}

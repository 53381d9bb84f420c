import { formatCount, formatProvenance, type InfluenceCurve, type InfluenceReading } from '../protocol';

/** Under every list and curve: how it came about. */
export function influenceSource({ tokens, provenance }: InfluenceReading | InfluenceCurve): string {
  const { first, total } = tokens;
  const read = first > 0 ? `Read from token ${formatCount(first)} of ${formatCount(total)} on. ` : '';
  return `${read}${formatProvenance(provenance)}`;
}

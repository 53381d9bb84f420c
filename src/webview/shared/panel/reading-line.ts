import type { ReadingFacts } from '../../../protocol';
import { formatCount, formatModel } from '../../../protocol/format';

/** How a reading's figures came about, in one line: model, precision, provider, and which tokens were read. */
export function readingLine({ tokens, provenance }: ReadingFacts): string {
  const { model, precision, provider } = provenance;
  const read = tokens.special.reduce((count, special) => count + (special === 0 ? 1 : 0), 0);
  const which =
    read === tokens.total
      ? `${formatCount(read)} tokens`
      : `tokens ${formatCount(tokens.first + 1)} to ${formatCount(tokens.first + read)} of ${formatCount(tokens.total)}`;
  return `${formatModel(model)} · ${precision} · ${provider} · ${which}`;
}

import type { CancellationToken } from 'vscode-jsonrpc';
import type { ExtractiveSummary, SummaryDocument } from '../../../protocol';
import { bestSentences, foundSentences } from './extract';
import { packSections } from './sections/pack-sections';
import { JoinedText, readableText } from './sections/readable-text';
import { unitTokens } from './sections/unit-tokens';
import { selectorWindow, type SelectorModel } from './selector-model';

/** Tokens by which a section read alone may have more than it had in its document. */
const margin = 4;

/**
 * The sentences that the selector would keep most of: ranked by the mean over their tokens. Read section by section, a
 * yield after each. Refuses as `extract` does.
 */
export async function* select(
  selector: SelectorModel,
  documents: readonly SummaryDocument[],
  count: number,
  token: CancellationToken,
): AsyncGenerator<void, ExtractiveSummary, void> {
  const found = foundSentences(documents, count);
  const { units } = readableText(documents);
  yield;
  const tokens = await unitTokens(selector.tokenizer, units, token);
  const ranks = new Map<string, number>();
  for (const section of packSections(units, tokens, selectorWindow - margin)) {
    yield;
    const joined = new JoinedText(section.units);
    const { ids, spans } = await selector.tokenizer.encode(joined.text, token);
    const keep = await selector.keep(ids.subarray(0, selectorWindow));
    const [sums, counts] = [new Float64Array(section.units.length), new Float64Array(section.units.length)];
    keep.forEach((probability, at) => {
      const unit = joined.unitAt({ start: spans[2 * at]!, end: spans[2 * at + 1]! });
      if (unit === undefined) return;
      sums[unit]! += probability;
      counts[unit]!++;
    });
    section.units.forEach(({ document, start }, unit) =>
      ranks.set(`${document} ${start}`, sums[unit]! / Math.max(1, counts[unit]!)),
    );
  }
  return bestSentences(
    found,
    Float64Array.from(found, ({ document, start }) => ranks.get(`${document} ${start}`) ?? 0),
    count,
  );
}

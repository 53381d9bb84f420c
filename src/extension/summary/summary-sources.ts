import type { ShownSummary, SummaryPiece, SummarySource } from '../../protocol';

/** The places of a piece of a summary, the best first; a stretch that was left out is its own. */
export function sourcesOf(shown: readonly ShownSummary[], piece: SummaryPiece): readonly SummarySource[] {
  const summary = shown[piece.summary];
  if (!summary) return [];
  const { of: kind, index } = piece;
  if (kind === 'left-out') {
    const stretch = summary.leftOut[index];
    return stretch ? [{ ...stretch, weight: 1 }] : [];
  }
  return (kind === 'word' ? summary.words : summary.sentences)[index]?.sources ?? [];
}

/** Steps of a mark in the editor; 0 is never drawn. */
export const markSteps = 7;

/** How strongly a source is marked beside the strongest one, 1 to `markSteps`. */
export function markStep(weight: number, most: number): number {
  return most <= 0 ? 1 : Math.max(1, Math.min(markSteps, Math.ceil((markSteps * weight) / most)));
}

/** The sentences that have an offset of a document among their sources, the nearest relation first. */
export function sentencesAt(
  shown: readonly ShownSummary[],
  uri: string,
  offset: number,
): readonly Pick<SummaryPiece, 'summary' | 'index'>[] {
  return shown.flatMap(({ texts, sentences }, summary) =>
    sentences
      .map(({ sources }, index) => ({
        index,
        weight: Math.max(
          0,
          ...sources
            .filter(({ document, start, end }) => texts[document]?.uri === uri && start <= offset && offset < end)
            .map(({ weight }) => weight),
        ),
      }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight)
      .map(({ index }) => ({ summary, index })),
  );
}

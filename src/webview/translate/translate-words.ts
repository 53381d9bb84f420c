import { formatCount, formatNumber, formatPercent } from '../../protocol/format';
import type { RoundTrip, Span, TranslateBusy, TranslatedSentence, TranslateWay, Translation } from '../../protocol';

const languages = new Intl.DisplayNames(['en'], { type: 'language' });

/** 'fr' -> 'French'; what is no code stays. */
export function languageName(code: string): string {
  try {
    return languages.of(code) ?? code;
  } catch {
    return code;
  }
}

/** How a word is marked lastingly. */
export type WordLook = 'plain' | 'spelt' | 'unknown' | 'lost' | 'added';

/** A word of a text that can be pointed at. */
export interface Word extends Span {
  readonly sentence: number;
  readonly token: number;
  readonly look: WordLook;
}

export interface WordPart {
  readonly text: string;
  readonly word: Word | undefined;
}

/** Characters whose words can be pointed at; what follows is plain text. */
const most = 20_000;

/** A text cut at its words. */
export function wordParts(text: string, words: readonly Word[]): readonly WordPart[] {
  const parts: WordPart[] = [];
  let at = 0;
  for (const word of words) {
    // Pieces without a text of their own, and those that share a character with the one before, are not drawn twice.
    if (word.start < at || word.end <= word.start || word.end > most) continue;
    if (word.start > at) parts.push({ text: text.slice(at, word.start), word: undefined });
    parts.push({ text: text.slice(word.start, word.end), word });
    at = word.end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), word: undefined });
  return parts;
}

const touches = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** The words of the source; `lost`: stretches that a round trip did not bring back. */
export function sourceWords({ sentences }: Translation, lost: readonly Span[] = []): readonly Word[] {
  return sentences.flatMap(({ sourceTokens }, sentence) =>
    sourceTokens.map(({ start, end, unknown }, token): Word => {
      const look = lost.some((span) => touches(span, { start, end })) ? 'lost' : unknown ? 'unknown' : 'plain';
      return { start, end, sentence, token, look };
    }),
  );
}

/** The words of a translation; `added`: stretches that were not in the text that was to come back. */
export function targetWords({ sentences }: Translation, added: readonly Span[] = []): readonly Word[] {
  return sentences.flatMap(({ tokens }, sentence) =>
    tokens.map(({ start, end, spelt }, token): Word => {
      const look = added.some((span) => touches(span, { start, end })) ? 'added' : spelt ? 'spelt' : 'plain';
      return { start, end, sentence, token, look };
    }),
  );
}

/** A word on the other side, and how much of the look it had. */
export interface Aligned {
  readonly token: number;
  /** 0 to 1. */
  readonly weight: number;
}

/** Of the strongest look of a token, what another must have to count. */
const share = 0.5;
/** Looks that are weaker are none. */
const least = 0.1;

/** The source words that a token of the translation looked at, strongest first. */
export function alignedSource({ attention, sourceTokens }: TranslatedSentence, token: number): readonly Aligned[] {
  if (!attention) return [];
  const columns = sourceTokens.length;
  const row = attention.subarray(token * columns, (token + 1) * columns);
  const strongest = row.reduce((most, weight) => Math.max(most, weight), 0);
  return Array.from(row, (weight, at) => ({ token: at, weight }))
    .filter(({ weight }) => weight >= least && weight >= share * strongest)
    .sort((a, b) => b.weight - a.weight);
}

/** The words of the translation that looked at a source word. */
export function alignedTarget(sentence: TranslatedSentence, source: number): readonly Aligned[] {
  return sentence.tokens.flatMap((_, token) => {
    const found = alignedSource(sentence, token).find(({ token: at }) => at === source);
    return found ? [{ token, weight: found.weight }] : [];
  });
}

/** The word at an offset of a text; at a boundary the one that begins there. */
export function wordAt(words: readonly Word[], offset: number): Word | undefined {
  return words.findLast(({ start, end }) => start <= offset && offset <= end);
}

/** What a reader should know about a translation. */
export function warningsOf({ sentences, attentionMissing }: Translation): readonly string[] {
  const cut = sentences.filter((sentence) => sentence.cut).length;
  const told = sentences.flatMap(({ warning }) => (warning === undefined ? [] : [warning]));
  const counts = new Map<string, number>();
  for (const warning of told) counts.set(warning, (counts.get(warning) ?? 0) + 1);
  return [
    ...[...counts].map(([warning, count]) => (count === 1 ? warning : `${warning} (${formatCount(count)} sentences)`)),
    ...(cut === 0
      ? []
      : [`${formatCount(cut)} of ${formatCount(sentences.length)} sentences came to no end and stop in the middle.`]),
    ...(attentionMissing === undefined ? [] : [`No alignment: ${attentionMissing}`]),
  ];
}

/** The mean over sentences of their scores, which the beam raises. */
export function meanScore({ sentences }: Translation): number | undefined {
  if (sentences.length === 0) return undefined;
  return sentences.reduce((sum, { score }) => sum + score, 0) / sentences.length;
}

/** '3 of 48 words did not come back; BLEU 62.1, chrF 78.4.' */
export function roundSentence({ lost, added, words, metrics }: RoundTrip): string {
  const share = words === 0 ? '' : ` (${formatPercent(lost.length / words)})`;
  return `${formatCount(lost.length)} of ${formatCount(words)} words did not come back${share}, ${formatCount(added.length)} are new. BLEU ${formatNumber(metrics.sentenceBleu)}, chrF ${formatNumber(metrics.chrf)}, ROUGE-L ${formatPercent(metrics.rouge.rougeL.f1)}.`;
}

const doing: Readonly<Record<TranslateBusy['what'], string>> = {
  greedy: 'Greedy',
  beam: 'Beam',
  back: 'Back',
};

/** '1 of 2, greedy: 40 of 211 characters'. */
export function busyText({ what, done, total }: TranslateBusy): string {
  return total === 0
    ? `${doing[what]}: loading the model`
    : `${doing[what]}: ${formatCount(done)} of ${formatCount(total)} characters`;
}

/** What a screen reader says when a translation has come. */
export function announcement(translations: Readonly<Partial<Record<TranslateWay, Translation>>>): string {
  const { beam, greedy } = translations;
  const found = beam ?? greedy;
  return found ? `${languageName(found.to)}: ${found.text}` : '';
}

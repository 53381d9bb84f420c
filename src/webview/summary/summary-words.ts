import { formatCount, formatModel, formatPercent } from '../../protocol/format';
import type {
  ExtractiveMethod,
  ShownSummary,
  SummaryMeans,
  SummaryScope,
  UnreadReason,
  WrittenSentence,
} from '../../protocol';

/** A word is marked as copied from so large a share of its probability on. */
const copiedFrom = 0.5;

export const scopeLabels: Readonly<Record<SummaryScope, string>> = {
  document: 'the document',
  selection: 'the selection',
  files: 'files\u2026',
  folder: 'READMEs of a folder\u2026',
};

export const methodLabels: Readonly<Record<ExtractiveMethod, string>> = {
  lexrank: 'LexRank',
  textrank: 'TextRank',
  lead: 'First sentences',
  selector: 'Selector network',
};

export const reasonLabels: Readonly<Record<UnreadReason, string>> = {
  code: 'code',
  table: 'table',
  markup: 'markup',
  'less-important': 'less important than the rest',
  'too-long': 'a sentence too long for the model',
};

/** What made the summary, in a few words. */
export function meansLabel(means: SummaryMeans): string {
  return means.kind === 'extract' ? methodLabels[means.method] : formatModel(means.model);
}

/** A means as the value of an option, and back. */
export function meansValue(means: SummaryMeans): string {
  return means.kind === 'extract' ? `extract:${means.method}` : `write:${means.model}`;
}

export function meansOf(value: string): SummaryMeans {
  const rest = value.slice(value.indexOf(':') + 1);
  return value.startsWith('write:') ? { kind: 'write', model: rest } : { kind: 'extract', method: rest as ExtractiveMethod }; // prettier-ignore
}

/** A stretch of a sentence: a word by its number among the summary's, or what stands between words. */
export interface Piece {
  readonly text: string;
  readonly word?: number;
  readonly copied: boolean;
}

/** The stretches of a sentence, in order; together they are its text. */
export function piecesOf({ text, words }: ShownSummary, { start, end }: WrittenSentence): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  words.forEach((word, index) => {
    if (word.start < at || word.end > end) return;
    if (word.start > at) pieces.push({ text: text.slice(at, word.start), copied: false });
    pieces.push({ text: text.slice(word.start, word.end), word: index, copied: (word.copied ?? 0) >= copiedFrom });
    at = word.end;
  });
  if (at < end) pieces.push({ text: text.slice(at, end), copied: false });
  return pieces;
}

/** What stands between a sentence and the one before it: line ends become a break. */
export function gapBefore({ text, sentences }: ShownSummary, at: number): string {
  return text.slice(sentences[at - 1]?.end ?? 0, sentences[at]!.start);
}

/** Text behind the last settled sentence: settled but no sentence, and what is being written. */
export function tailOf({ text, sentences, writing }: ShownSummary): string {
  const rest = text.slice(sentences.at(-1)?.end ?? 0);
  return writing === '' ? rest : `${rest}${text === '' ? '' : ' '}${writing}`;
}

/** How many sections are written and how many tokens they have, or what happens before the first one. */
export function progressText({ progress: { done, total }, written, sections, means }: ShownSummary): string {
  if (means.kind === 'extract') return 'Choosing sentences';
  if (total === 0) return `Loading ${meansLabel(means)}`;
  const tokens = `${formatCount(done)} of ${formatCount(total)} tokens`;
  return sections.length === 0
    ? tokens
    : `${formatCount(written)} of ${formatCount(sections.length)} sections, ${tokens}`;
}

/** What a summary is made of: '3 of 42 sentences', '2 sections of 814 tokens'. */
export function madeOf({ among, sentences, sections, end }: ShownSummary): string {
  if (among !== undefined) {
    const left = among - sentences.length;
    const rest = left > 0 ? `; ${formatCount(left)} left out` : '';
    return `${formatCount(sentences.length)} of ${formatCount(among)} sentences${rest}. Headings, code and tables are not read.`;
  }
  if (end !== 'done' || sections.length === 0) return '';
  const tokens = sections.reduce((sum, section) => sum + section.tokens, 0);
  return `Written from ${formatCount(sections.length)} ${sections.length === 1 ? 'section' : 'sections'}, ${formatCount(tokens)} tokens.`;
}

/** How places were found; empty where the sentences are the text's own. */
export function waySentence({ way }: ShownSummary): string {
  if (!way) return '';
  return way.kind === 'attention'
    ? 'Sources by attention: where the model looked.'
    : `Sources by similarity: sentences that share words. ${way.why}`;
}

/** The share of words that are copied; undefined where the model copies nothing or tells nothing. */
export function copiedShare({ words }: ShownSummary): string | undefined {
  const told = words.filter(({ copied }) => copied !== undefined);
  if (told.length === 0) return undefined;
  return formatPercent(told.filter(({ copied }) => copied! >= copiedFrom).length / words.length);
}

/** Names of the documents that seem to be in another language. */
export function foreignSentence({ foreign, texts, means }: ShownSummary): string {
  if (foreign.length === 0) return '';
  const names = foreign.map((document) => texts[document]?.name ?? '').join(', ');
  return `${names} ${foreign.length === 1 ? 'seems' : 'seem'} to be in another language than ${meansLabel(means)} was made for: do not trust these words.`;
}

/** How the summary ended, where it did not simply end. */
export function endSentence({ end, failure, text }: ShownSummary): string {
  const stays = text === '' ? '' : ' What came until then stays.';
  switch (end) {
    case 'working':
    case 'done':
      return '';
    case 'stopped':
      return `Stopped.${stays}`;
    case 'died':
      return `${failure ?? 'The engine ended.'}${stays}`;
    case 'failed':
      return failure ?? 'It failed.';
  }
}

/** Where a sentence came from, for its tooltip and for screen readers. */
export function sourceSentence(summary: ShownSummary, at: number): string {
  const { sources, supported } = summary.sentences[at]!;
  const label = summary.labels.sentences[at] ?? '';
  const weight = sources[0] && summary.way ? ` (${formatPercent(Math.min(1, sources[0].weight))})` : '';
  const place = sources.length === 0 || label === '' ? 'no source found' : `from ${label}${weight}`;
  return supported ? place : `not supported by the text; ${place}`;
}

/** Where a word came from. */
export function wordSentence({ words }: ShownSummary, index: number): string {
  const { probability, copied, sources } = words[index]!;
  const how = copied === undefined ? '' : copied >= copiedFrom ? `, copied (${formatPercent(copied)})` : `, written (${formatPercent(1 - copied)})`; // prettier-ignore
  const where = sources.length === 0 ? ', no source found' : '';
  return `probability ${formatPercent(Math.min(1, probability))}${how}${where}`;
}

/** What a screen reader says when summaries have come. */
export function announcementOf(shown: readonly ShownSummary[]): string {
  return shown
    .map((one) => [one.text === '' ? '' : `Summary by ${meansLabel(one.means)}: ${one.text}`, endSentence(one)])
    .flat()
    .filter((part) => part !== '')
    .join(' ');
}

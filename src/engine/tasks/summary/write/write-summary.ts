import type { CancellationToken } from 'vscode-jsonrpc';
import {
  fail,
  type GeneratedToken,
  type SummarizedEvent,
  type SummaryDocument,
  type SummarySection,
  type SummaryWay,
  type UnreadStretch,
  type WrittenSummary,
} from '../../../../protocol';
import type { Report } from '../../../report';
import { noSentences } from '../extract';
import { chooseSections } from '../sections/choose-sections';
import { packSections, type Section } from '../sections/pack-sections';
import { JoinedText, readableText } from '../sections/readable-text';
import { unitTokens } from '../sections/unit-tokens';
import { sentenceWords } from '../sentence-words';
import { seemsForeign } from '../sources/function-words';
import { GrowingSummary } from './growing-summary';
import type { SectionWriter } from './written-section';

/** Tokens of a section at least where a text has fewer sections than the summary sentences. */
const leastSection = 96;
/** Tokens by which a section read alone may have more than it had in its document: at its beginning. */
const margin = 4;

/** What is told on the way. */
export interface SummaryTold {
  /** A section's text, as it grows. */
  readonly writing: (section: number, text: string, tokens: readonly GeneratedToken[]) => void;
  readonly written: (event: Omit<SummarizedEvent, 'task'>) => void;
}

const plain = ({ document, start, end, heading, tokens }: Section): SummarySection => ({
  document, start, end, tokens, ...(heading !== undefined && { heading }),
}); // prettier-ignore

/** What is asked of the writer. */
export interface SummaryWish {
  readonly documents: readonly SummaryDocument[];
  /** At most. */
  readonly sentences: number;
  /** The model was made for English. */
  readonly english: boolean;
}

/**
 * Writes a summary: packs the documents into sections that the writer can read, chooses as many as the summary has room
 * for, lets each be written, and puts together what was written; what was not read is named. A yield after each step.
 * Refuses (`document-empty`) documents without a sentence, and (`bad-request`) less than one sentence.
 */
export async function* writeSummary(
  writer: SectionWriter,
  { documents, sentences, english }: SummaryWish,
  told: SummaryTold,
  report: Report,
  token: CancellationToken,
): AsyncGenerator<void, Omit<WrittenSummary, 'provenance'>, void> {
  if (!Number.isSafeInteger(sentences) || sentences < 1) throw fail('bad-request', `A summary of ${sentences} sentences cannot be made: ask for a whole number of at least 1.`); // prettier-ignore
  const { units, unread } = readableText(documents);
  if (!units.some(({ kind }) => kind === 'sentence')) throw noSentences();
  yield;
  const tokens = await unitTokens(writer.tokenizer, units, token);
  const most = writer.window - margin;
  const each = Math.ceil(tokens.reduce((sum, count) => sum + count, 0) / Math.ceil(sentences / writer.sentencesEach));
  const all = packSections(units, tokens, Math.min(most, Math.max(leastSection, Math.ceil(each))));
  yield;
  const chosen = chooseSections(all, Math.ceil(sentences / writer.sentencesEach));
  const sections = chosen.map(plain);
  const leftOut: UnreadStretch[] = [...unread];
  for (const section of all) {
    if (chosen.includes(section)) continue;
    const { document, start, end, heading } = section;
    leftOut.push({ document, start, end, because: 'less-important', ...(heading !== undefined && { heading }) });
  }
  const total = sections.reduce((sum, section) => sum + section.tokens, 0);
  const summary = new GrowingSummary();
  let way: SummaryWay = { kind: 'attention' };
  let [read, written, done] = [0, 0, 0];
  report(0, total);
  for (const [index, section] of chosen.entries()) {
    yield;
    const joined = new JoinedText(section.units);
    const share = shareOf(sentences, index, chosen.length);
    const telling = (text: string, soFar: readonly GeneratedToken[]): void => told.writing(index, text, soFar);
    const reading = (count: number): void => report(done + Math.min(count, section.tokens), total);
    const found = yield* writer.write(joined, share, telling, token, reading);
    yield;
    summary.add(index, joined, found, share);
    if (found.blind !== undefined) way = { kind: 'similarity', why: found.blind };
    const cut = joined.behind(found.readTo);
    if (cut) leftOut.push({ document: section.document, ...cut, because: 'too-long', ...(section.heading !== undefined && { heading: section.heading }) }); // prettier-ignore
    [read, written, done] = [read + found.read, written + found.written, done + section.tokens];
    told.written({ ...summary.snapshot(), way, done: index + 1, sections });
    report(done, total);
  }
  leftOut.sort((a, b) => a.document - b.document || a.start - b.start);
  const foreign = english ? documents.flatMap(({}, at) => seemsForeign(wordsOf(units, at)) ? [at] : []) : []; // prettier-ignore
  return { ...summary.snapshot(), way, sections, leftOut, foreign, tokens: { read, written } };
}

/** Sentences that are written of one of several sections, so that all of them together are as many as wanted. */
function shareOf(sentences: number, index: number, sections: number): number {
  return Math.floor((sentences * (index + 1)) / sections) - Math.floor((sentences * index) / sections);
}

/** Enough of a document's words to know its language by. */
function wordsOf(units: ReturnType<typeof readableText>['units'], document: number): readonly string[] {
  const own = units.filter((unit) => unit.document === document && unit.kind === 'sentence').slice(0, 200);
  return sentenceWords(own.map(({ text }) => text).join(' '));
}

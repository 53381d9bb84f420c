import {
  formatCount,
  formatProvenance,
  type ExtractiveSummary,
  type SummaryDocument,
  type SummarySource,
  type UnreadReason,
  type WrittenSummary,
} from '../protocol';

/** Prose that was not read; of code, tables and markup there is nothing to summarise. */
const unreadProse: readonly UnreadReason[] = ['less-important', 'too-long'];

type Documents = readonly SummaryDocument[];

/** With the file's name in place of its number. */
const named = <T extends { readonly document: number }>(documents: Documents, { document, ...rest }: T) => ({
  file: documents[document]!.name,
  ...rest,
});

/** `sources`: of all sentences in their order; nothing is truncated, as every sentence of the texts was ranked. */
export function extractedJson(summary: ExtractiveSummary, documents: Documents): object {
  const sentences = summary.sentences.map(({ text, sources }) => ({
    text,
    sources: sources.map((source) => named(documents, source)),
  }));
  return {
    text: sentences.map(({ text }) => text).join(' '),
    sentences,
    sources: sentences.flatMap(({ sources }) => sources),
    among: summary.among,
    truncated: null,
  };
}

export function extractedText({ sentences, among }: ExtractiveSummary): string {
  return `${sentences.map(({ text }) => text).join('\n')}\n\n${sentences.length} of ${among} sentences\n`;
}

/** How many characters of prose were not read; undefined: none. */
function truncation({ leftOut, sections }: WrittenSummary) {
  const parts = leftOut.filter(({ because }) => unreadProse.includes(because));
  const size = (spans: readonly { readonly start: number; readonly end: number }[]): number =>
    spans.reduce((sum, { start, end }) => sum + end - start, 0);
  const cut = parts.filter(({ because }) => because === 'too-long');
  const whole = parts.filter(({ because }) => because === 'less-important');
  // What was cut stands within a section that was read.
  return parts.length === 0
    ? undefined
    : { characters: size(parts), of: size(sections) + size(whole), sections: whole.length, cut: cut.length };
}

/** As `extractedJson`, with where each sentence and word stands in `text`, and how it came about. */
export function writtenJson(summary: WrittenSummary, documents: Documents): object {
  const { text, sentences, words, sections, leftOut, foreign, ...rest } = summary;
  const withFiles = (sources: readonly SummarySource[]) => sources.map((source) => named(documents, source));
  return {
    text,
    sentences: sentences.map((sentence) => ({
      text: text.slice(sentence.start, sentence.end),
      ...sentence,
      sources: withFiles(sentence.sources),
    })),
    sources: sentences.flatMap(({ sources }) => withFiles(sources)),
    truncated: truncation(summary) ?? null,
    words: words.map((word) => ({
      text: text.slice(word.start, word.end),
      ...word,
      sources: withFiles(word.sources),
    })),
    sections: sections.map((section) => named(documents, section)),
    leftOut: leftOut.map((stretch) => named(documents, stretch)),
    foreign: foreign.map((document) => documents[document]!.name),
    ...rest,
  };
}

/** What a person must know of a summary beside its text. */
export function writtenNotes(summary: WrittenSummary, documents: Documents): readonly string[] {
  const { text, sentences, sections, foreign, provenance, way } = summary;
  const left = truncation(summary);
  const share = left && `${formatCount(left.characters)} of ${formatCount(left.of)} characters`;
  const bare = sentences.filter(({ supported }) => !supported);
  return [
    ...foreign.map(
      (document) =>
        `${documents[document]!.name} seems to be in another language than English, which ${provenance.model} was made for.`,
    ),
    ...(left
      ? [`read ${sections.length} of ${sections.length + left.sections} sections; ${share} were left out.`]
      : []),
    ...bare.map(({ start, end }) => `the text does not bear out "${text.slice(start, end)}".`),
    ...(way.kind === 'similarity' ? [`sources are found by shared words. ${way.why}`] : []),
  ];
}

export function writtenText({ sections, tokens, provenance }: WrittenSummary): string {
  const read = `${sections.length} ${sections.length === 1 ? 'section' : 'sections'}, ${formatCount(tokens.read)} tokens read`;
  return `${formatProvenance(provenance)} · ${read}, ${formatCount(tokens.written)} written`;
}

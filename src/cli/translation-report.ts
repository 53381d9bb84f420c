import type { TranslatedSentence, Translation } from '../protocol';

/** Words of the source that got less of the attention are no source worth naming. */
const leastWeight = 0.05;

/** Where each word of a sentence comes from, heaviest first; undefined: the model does not tell. */
function sourcesOf({ attention, sourceTokens }: TranslatedSentence, row: number) {
  if (!attention) return undefined;
  return sourceTokens
    .map(({ start, end }, at) => ({ start, end, weight: attention[row * sourceTokens.length + at]! }))
    .filter(({ weight }) => weight >= leastWeight)
    .sort((a, b) => b.weight - a.weight);
}

/** `sources`: of all sentences in their order, places in the file; `truncated`: translations that stop in the middle. */
export function translationJson({ sentences, attentionMissing, ...rest }: Translation): object {
  const cut = sentences.filter((sentence) => sentence.cut);
  return {
    text: rest.text,
    from: rest.from,
    to: rest.to,
    sources: sentences.map(({ source, target }) => ({ ...source, weight: 1, target })),
    sentences: sentences.map((sentence) => ({
      text: rest.text.slice(sentence.target.start, sentence.target.end),
      ...sentence.target,
      source: sentence.source,
      score: sentence.score,
      clause: sentence.clause,
      cut: sentence.cut,
      warning: sentence.warning,
      tokens: sentence.tokens.map((token, row) => ({ ...token, sources: sourcesOf(sentence, row) })),
    })),
    copied: rest.copied,
    attentionMissing,
    truncated:
      cut.length === 0 ? null : { sentences: cut.length, of: sentences.length, spans: cut.map(({ source }) => source) },
    ...rest.provenance,
  };
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What a reader should know beside the text, a sentence each. */
export function translationNotes({ sentences }: Translation): readonly string[] {
  const count = (which: (sentence: TranslatedSentence) => boolean): number => sentences.filter(which).length;
  const [cut, clauses] = [count((sentence) => sentence.cut), count((sentence) => sentence.clause)];
  const spelt = sentences.reduce((sum, { tokens }) => sum + tokens.filter((token) => token.spelt).length, 0);
  const warnings = sentences.flatMap(({ warning, source }) =>
    warning === undefined ? [] : [`characters ${source.start} to ${source.end}: ${warning}`],
  );
  return [
    ...(spelt > 0 ? [`${plural(spelt, 'word')} spelt letter by letter, as the vocabulary lacks them`] : []),
    ...(clauses > 0 ? [`sentences too long to be read at once were divided: ${plural(clauses, 'piece')}`] : []),
    ...(cut > 0 ? [`the translation of ${plural(cut, 'sentence')} came to no end and stops in the middle`] : []),
    ...warnings,
  ];
}

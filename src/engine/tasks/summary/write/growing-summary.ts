import type { Span, SummaryText, WrittenSentence, WrittenWord } from '../../../../protocol';
import type { JoinedText } from '../sections/readable-text';
import { cosine, sameSentence, sentenceVectors } from '../sentence-vectors';
import { isSupported } from '../sources/is-supported';
import { LookedSources, SimilarSources, type SectionSources } from '../sources/section-sources';
import { sentenceSpans } from './sentence-spans';
import type { WrittenSection, WrittenToken } from './written-section';

/** The first sentences, at most `most`; an unfinished last one goes where others stay. */
function keptSentences(written: WrittenSection, most: number): readonly Span[] {
  const all = sentenceSpans(written.text);
  const last = all.at(-1);
  const broken =
    written.unfinished && all.length > 1 && last?.end === written.text.length && !/[.!?…]["')\]]*$/.test(written.text);
  return (broken ? all.slice(0, -1) : all).slice(0, most);
}

/** Tokens that a stretch is made of, by number; those that only begin a character go with the one that ends it. */
function tokensIn(tokens: readonly WrittenToken[], { start, end }: Span): readonly number[] {
  const found: number[] = [];
  let begun: number[] = [];
  tokens.forEach((token, at) => {
    if (token.start === token.end) {
      begun.push(at);
      return;
    }
    if (token.start < end && token.end > start) found.push(...begun, at);
    begun = [];
  });
  return found;
}

/** A summary as it grows, section by section, each on a line of its own. */
export class GrowingSummary implements SummaryText {
  public text = '';
  public sentences: readonly WrittenSentence[] = [];
  public words: readonly WrittenWord[] = [];

  /** Adds what was written of a section, at most `most` sentences of it; what the summary says already is not said again. */
  public add(index: number, section: JoinedText, written: WrittenSection, most: number): void {
    const { document } = section.units[0]!;
    const looks = written.tokens.flatMap(({ look }) => look ?? []);
    const sources: SectionSources =
      written.blind === undefined && looks.length === written.tokens.length
        ? new LookedSources(section, looks, written.source)
        : new SimilarSources(section);
    const added: Span[] = [];
    for (const span of keptSentences(written, most)) {
      const own = written.text.slice(span.start, span.end);
      if (this.says(own)) continue;
      // Sentences of one section stay apart as the model wrote them.
      const gap =
        this.text === ''
          ? ''
          : (/\n/.exec(written.text.slice(added.at(-1)?.end ?? 0, span.start))?.[0] ?? (added.length > 0 ? ' ' : '\n'));
      const shift = this.text.length + gap.length - span.start;
      this.text += gap + own;
      const units = sources.ofSentence(own, tokensIn(written.tokens, span));
      this.sentences = [
        ...this.sentences,
        {
          start: span.start + shift,
          end: span.end + shift,
          sources: units.map(({ unit, weight }) => {
            const { start, end } = section.units[unit]!;
            return { document, start, end, weight };
          }),
          supported: isSupported(own, units.map(({ unit }) => section.units[unit]!.text)), // prettier-ignore
          section: index,
        },
      ];
      for (const { index: at, 0: word } of own.matchAll(/\S+/g)) {
        const place = { start: span.start + at, end: span.start + at + word.length };
        const tokens = tokensIn(written.tokens, place);
        const copied = tokens.flatMap((token) => written.tokens[token]!.look?.copied ?? []);
        this.words = [
          ...this.words,
          {
            start: place.start + shift,
            end: place.end + shift,
            probability: Math.exp(tokens.reduce((sum, token) => sum + written.tokens[token]!.logprob, 0)),
            ...(copied.length > 0 && { copied: copied.reduce((sum, share) => sum + share, 0) / copied.length }),
            sources: tokens.length > 0 ? sources.ofWord(word, tokens, units) : [],
          },
        ];
      }
      added.push(span);
    }
  }

  /** What is there so far. */
  public snapshot(): SummaryText {
    const { text, sentences, words } = this;
    return { text, sentences, words };
  }

  private says(sentence: string): boolean {
    const known = this.sentences.map(({ start, end }) => this.text.slice(start, end));
    const vectors = sentenceVectors([...known, sentence]);
    return known.some((text, at) => text === sentence || cosine(vectors, at, known.length) > sameSentence);
  }
}

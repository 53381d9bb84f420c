import type { Span, SummarySource } from '../../../../protocol';
import type { JoinedText } from '../sections/readable-text';
import { cosine, sentenceVectors } from '../sentence-vectors';
import { sentenceWords } from '../sentence-words';
import type { TokenLook } from '../write/written-section';

/** Sources of a word, and of a sentence, at most; and the least weight of each. */
const [mostOfWord, leastOfWord] = [5, 0.05];
const [mostOfSentence, leastOfSentence] = [3, 0.1];

/** A unit of the section that a sentence comes from. */
export interface UnitSource {
  readonly unit: number;
  readonly weight: number;
}

/** Finds where what was written of one section comes from. */
export interface SectionSources {
  /** Of a stretch that these tokens are, numbered as they were written. */
  ofWord(word: string, tokens: readonly number[], units: readonly UnitSource[]): readonly SummarySource[];
  ofSentence(sentence: string, tokens: readonly number[]): readonly UnitSource[];
}

function best<T extends { readonly weight: number }>(found: readonly T[], most: number, least: number): readonly T[] {
  return found
    .filter(({ weight }) => weight >= least)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most);
}

/** Mean of the rows, [source]. */
function meanLook(looks: readonly TokenLook[], tokens: readonly number[], length: number): Float32Array {
  const mean = new Float32Array(length);
  for (const token of tokens) looks[token]!.weights.forEach((weight, at) => (mean[at]! += weight / tokens.length));
  return mean;
}

/** By where the model looked: `looks` of each written token; `source`: the section's tokens, [source, 2] in its text. */
export class LookedSources implements SectionSources {
  /** Of each token of the source: its word, by number, and its unit; -1: none. */
  private readonly words: Int32Array;
  private readonly units: Int32Array;
  private readonly wordSpans: readonly Span[];

  public constructor(
    private readonly section: JoinedText,
    private readonly looks: readonly TokenLook[],
    source: Int32Array,
  ) {
    this.wordSpans = [...section.text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({
      start: index,
      end: index + word.length,
    }));
    const count = source.length / 2;
    this.words = new Int32Array(count).fill(-1);
    this.units = new Int32Array(count).fill(-1);
    let word = 0;
    for (let at = 0; at < count; at++) {
      const span = { start: source[2 * at]!, end: source[2 * at + 1]! };
      while (word < this.wordSpans.length && this.wordSpans[word]!.end <= span.start) word++;
      const there = this.wordSpans[word];
      if (there && there.start < span.end) this.words[at] = word;
      this.units[at] = section.unitAt(span) ?? -1;
    }
  }

  public ofWord(_word: string, tokens: readonly number[]): readonly SummarySource[] {
    const sums = this.summed(tokens, this.words);
    const { document } = this.section.units[0]!;
    return best(sums, mostOfWord, leastOfWord).flatMap(({ place, weight }) => {
      const span = this.section.inDocument(this.wordSpans[place]!);
      return span ? [{ document, ...span, weight }] : [];
    });
  }

  public ofSentence(_sentence: string, tokens: readonly number[]): readonly UnitSource[] {
    const sums = this.summed(tokens, this.units).map(({ place, weight }) => ({ unit: place, weight }));
    return best(sums, mostOfSentence, leastOfSentence);
  }

  /** How much of the look of the tokens went to each place. */
  private summed(
    tokens: readonly number[],
    places: Int32Array,
  ): readonly { readonly place: number; readonly weight: number }[] {
    const sums = new Map<number, number>();
    meanLook(this.looks, tokens, places.length).forEach((weight, at) => {
      const place = places[at]!;
      if (place >= 0) sums.set(place, (sums.get(place) ?? 0) + weight);
    });
    return [...sums].map(([place, weight]) => ({ place, weight }));
  }
}

/** By shared words: the cosine of tf-idf vectors for sentences, and the same word within these for words. */
export class SimilarSources implements SectionSources {
  public constructor(private readonly section: JoinedText) {}

  public ofSentence(sentence: string): readonly UnitSource[] {
    const { units } = this.section;
    const vectors = sentenceVectors([...units.map(({ text }) => text), sentence]);
    const found = units.map((_unit, unit) => ({ unit, weight: Math.min(1, cosine(vectors, unit, units.length)) }));
    return best(found, mostOfSentence, leastOfSentence);
  }

  public ofWord(word: string, _tokens: readonly number[], units: readonly UnitSource[]): readonly SummarySource[] {
    const [wanted] = sentenceWords(word);
    if (wanted === undefined) return [];
    return units.slice(0, mostOfWord).flatMap(({ unit, weight }) => {
      const own = this.section.units[unit]!;
      const from = this.section.spanOf(unit).start;
      for (const { index, 0: found } of own.text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu)) {
        if (found.toLowerCase() !== wanted) continue;
        const span = this.section.inDocument({ start: from + index, end: from + index + found.length });
        return span ? [{ document: own.document, ...span, weight }] : [];
      }
      return [];
    });
  }
}

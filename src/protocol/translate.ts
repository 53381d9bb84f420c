import type { LoadOptions, ModelName, Provenance } from './model';
import type { Span } from './span';

/** A word or piece of a text that was translated. */
export interface SourceToken extends Span {
  readonly text: string;
  /** The model's vocabulary lacks it; a model with a way of letters read it letter by letter. */
  readonly unknown: boolean;
}

/** A word or piece of a translation; the span is empty where it has no text of its own. */
export interface TranslatedToken extends Span {
  readonly text: string;
  /** Of the model's own distribution, nats; of a spelt word: that a word which is unknown follows. */
  readonly logprob: number;
  /** Written letter by letter, as the model's vocabulary lacks it. */
  readonly spelt: boolean;
}

/** One text for the encoder: a sentence, a heading, an item of a list, a cell of a table. */
export interface TranslatedSentence {
  /** In the text that was given. */
  readonly source: Span;
  /** In the translation. */
  readonly target: Span;
  /** Log-probability of all tokens and the end / tokens ** lengthPenalty. */
  readonly score: number;
  /** A piece of a sentence that was too long to be read at once, divided between clauses or, at need, words. */
  readonly clause: boolean;
  /** The translation came to no end and stops in the middle. */
  readonly cut: boolean;
  readonly sourceTokens: readonly SourceToken[];
  readonly tokens: readonly TranslatedToken[];
  /**
   * [tokens, source tokens], where the decoder looked when it wrote each token; a row sums to at most 1, as looks at marks such
   * as the wanted language's are left out. Undefined: see `Translation.attentionMissing`.
   */
  readonly attention: Float32Array | undefined;
  /** What a reader should know: that this sentence does not seem to be in the language that was translated from. */
  readonly warning: string | undefined;
}

/** Text that is no language and stands in the translation as it was. */
export interface CopiedText extends Span {
  readonly kind: 'code' | 'markup' | 'no-words';
}

export interface Translation {
  /** White space, lines and marks are those of the source. */
  readonly text: string;
  readonly from: string;
  readonly to: string;
  /** In order; none overlaps another. */
  readonly sentences: readonly TranslatedSentence[];
  /** Blocks of the source without a sentence, as code and front matter; in order. */
  readonly copied: readonly CopiedText[];
  /** Why no sentence has attention. */
  readonly attentionMissing: string | undefined;
  readonly provenance: Provenance;
}

export interface TranslateRequests {
  /**
   * Translates a text sentence by sentence, the most probable token or beam at a time. `generated` tells a request with a
   * `task` the translation so far, from its beginning, with the tokens of the sentence in the making; `progress` how many
   * characters of the source are done. Refuses an empty text (`document-empty`), a language that the model does not write and
   * a model that does not translate (`unsupported`), and no beams or too many (`bad-request`).
   */
  readonly translate: [
    LoadOptions & {
      readonly model: ModelName;
      readonly text: string;
      /** Headings, lists, code blocks and links count; else blank lines divide paragraphs. */
      readonly markdown: boolean;
      /** Such as 'fr'. Absent: one that the model translates into from the language that the text seems to be in. */
      readonly to?: string;
      /** Absent: the model's other language, or the one that the text seems to be in. */
      readonly from?: string;
      /** Hypotheses that are followed at once; 1: the most probable token. */
      readonly beams: number;
      /** score = log-probability / tokens ** lengthPenalty; 0: none, so that short ones win. */
      readonly lengthPenalty: number;
      readonly task?: string;
    },
    Translation,
  ];
  /** What did not come back when a translation was translated back: words of either text that the other lacks. */
  readonly losses: [
    { readonly text: string; readonly back: string },
    {
      /** Words of the text that do not come back. */
      readonly lost: readonly Span[];
      /** Words that came back and were not there. */
      readonly added: readonly Span[];
      /** Words of the text. */
      readonly words: number;
    },
  ];
}

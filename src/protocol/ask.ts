import type { LoadOptions, ModelName, Provenance } from './model';
import type { Span } from './span';

/** How probable each token of a stretch is as the first and as the last one of the answer. */
export interface AnswerCurve {
  /** [tokens, 2] UTF-16 offsets in the text that was given. */
  readonly spans: Int32Array;
  /** [tokens], 0 to 1. */
  readonly start: Float32Array;
  /** [tokens], 0 to 1. */
  readonly end: Float32Array;
}

/**
 * A stretch of the text that may answer the question.
 *
 * A reader gives each token of a window, and `no answer`, a score for the start and one for the end. `probability` is the model's
 * own: of all places of the window that the answer was read in and `no answer` together (a softmax for the start times one for
 * the end). So it says how sure the model is of this passage, and does not shrink when a document has a hundred others; for the
 * same reason the probabilities of answers in different windows do not sum to one. `gap` compares answers of different windows:
 * the sums that a softmax divides by cancel out in it.
 */
export interface FoundAnswer extends Span {
  readonly text: string;
  readonly probability: number;
  readonly startProbability: number;
  readonly endProbability: number;
  /** Log-probability less that of `no answer` in the same window, nats: the log-odds of the two. */
  readonly gap: number;
  /** The stretch that it was read in. */
  readonly window: Span;
  /** All tokens of that window. */
  readonly curve: AnswerCurve;
  /** Its first and last token, counted in `curve`. */
  readonly first: number;
  readonly last: number;
  /** [tokens of the answer, tokens of the question], each row sums to 1; absent where the model has no such attention. */
  readonly attention?: Float32Array;
}

/** What withholding answers below a threshold makes of a reader's answers to held-out questions, in percent. */
export interface NoAnswerRow {
  /** Nats: an answer is given where its gap is above. */
  readonly threshold: number;
  readonly exact: number;
  readonly f1: number;
  /** Questions that get an answer. */
  readonly answered: number;
}

/** How the threshold for `no answer` was chosen, from figures.json of the model's folder. */
export interface NoAnswerFigures {
  /** The best one on questions that are not among those of the rows. */
  readonly chosen: number;
  /** How many held-out questions the rows are over. */
  readonly questions: number;
  /** In rising order of the threshold. */
  readonly rows: readonly NoAnswerRow[];
}

/** What a reader found in a text. */
export interface AskReading {
  /** The best first; none overlaps another. Empty where no token of the text could begin one. */
  readonly answers: readonly FoundAnswer[];
  /** Of `no answer` in the window of the best answer: `answers[0].gap` = ln(answers[0].probability / none). */
  readonly none: number;
  /**
   * The whole text in at most `coarsest` stretches, each with the largest probabilities of its tokens; a token's are those of
   * the window in which it has most text on both sides.
   */
  readonly overview: AnswerCurve;
  /** The question's tokens as they stand in it. */
  readonly question: { readonly spans: Int32Array };
  /** Tokens of the text, and windows they were read in. */
  readonly tokens: number;
  readonly windows: number;
  /** The threshold for the gap that the model's folder gives, else 0: as probable as no answer. */
  readonly threshold: number;
  readonly figures?: NoAnswerFigures;
  /** The text seems to be in another language than English, which the model was made for. */
  readonly foreign?: true;
  readonly provenance: Provenance;
}

/** Stretches of an overview. */
export const coarsest = 512;

/** The best answers in the windows read so far, told when they have changed, of a request that named itself `task`. */
export interface AskedEvent {
  readonly task: string;
  readonly done: number;
  readonly total: number;
  readonly answers: readonly Pick<FoundAnswer, 'start' | 'end' | 'text' | 'probability' | 'gap'>[];
}

export interface AskRequests {
  /**
   * Looks for stretches of a text that answer a question. A text that is longer than the model reads at once is read in
   * overlapping windows. No answer crosses a blank line, nor the beginning or end of a heading or a code block. Refuses a model
   * that does not answer (`unsupported`), an empty question or one that is too long for the model (`bad-request`), and a text
   * without a word (`document-empty`).
   */
  readonly ask: [
    LoadOptions & {
      readonly model: ModelName;
      readonly text: string;
      /** Headings and code blocks count; else blank lines alone divide the text. */
      readonly markdown: boolean;
      readonly question: string;
      /** How many answers, 1 to `mostAnswers`. */
      readonly answers: number;
      readonly task?: string;
    },
    AskReading,
  ];
}

export const mostAnswers = 20;

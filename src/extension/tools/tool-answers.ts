import { formatNumber } from '../../protocol';
import { type ScoredText, figuresJson, figuresSentence, provenanceSentence } from './scored-text';

/** What a tool answers: sentences for a person, and the same as JSON. */
export interface ToolAnswer {
  readonly text: string;
  readonly json: unknown;
}

export function scoreAnswer(scored: ScoredText): ToolAnswer {
  return {
    text: `The text has ${figuresSentence(scored)}. ${provenanceSentence(scored)}`,
    json: { ...figuresJson(scored), provenance: scored.provenance },
  };
}

/** `name`: of the file; undefined: the text was given. */
export function surprisingAnswer(scored: ScoredText, name: string | undefined): ToolAnswer {
  const rows = scored.surprising.map(
    ({ line, text, surprisal }) => `line ${line + 1}: ${JSON.stringify(text.trim())}, ${formatNumber(surprisal)} bits`,
  );
  const about = name ?? 'the text';
  const found =
    rows.length === 0 ? `Nothing in ${about} is scored.` : `What surprises most in ${about}:\n${rows.join('\n')}`;
  const spans = scored.surprising.map(({ line, start, end, text, surprisal }) => ({ line: line + 1, start, end, text, bits: surprisal })); // prettier-ignore
  return {
    text: `${found}\n${provenanceSentence(scored)}`,
    json: { spans, ...figuresJson(scored), provenance: scored.provenance },
  };
}

export function compareAnswer(first: ScoredText, second: ScoredText): ToolAnswer {
  const [a, b] = [first.figures.bitsPerByte, second.figures.bitsPerByte];
  const difference = a === undefined || b === undefined ? undefined : b - a;
  const verdict =
    difference === undefined
      ? 'One of them has too few tokens to be compared.'
      : difference === 0
        ? 'The model expects both alike.'
        : `The model expects the ${difference > 0 ? 'first' : 'second'} more: ${formatNumber(Math.abs(difference))} bits per byte less.`;
  return {
    text: `First: ${figuresSentence(first)}.\nSecond: ${figuresSentence(second)}.\n${verdict}\n${provenanceSentence(first)}`,
    json: {
      first: figuresJson(first),
      second: figuresJson(second),
      bitsPerByteDifference: difference ?? null,
      provenance: first.provenance,
    },
  };
}

import { formatCount, formatNumber, formatPercent, formatProbability } from '../../protocol/format';
import type { AskResult, AskState, NoAnswerFigures, NoAnswerRow, ShownAnswer } from '../../protocol';

export function probability(share: number): string {
  return formatProbability(Math.log(share));
}

/** '+5.51 nats', '−13.3 nats'. */
export function nats(gap: number): string {
  return `${gap > 0 ? '+' : ''}${formatNumber(gap)} nats`;
}

/** The answers that are given, and the places that are withheld as they are not likelier enough than no answer. */
export function divided(
  answers: readonly ShownAnswer[],
  threshold: number,
): { readonly given: readonly ShownAnswer[]; readonly withheld: readonly ShownAnswer[] } {
  return {
    given: answers.filter(({ gap }) => gap > threshold),
    withheld: answers.filter(({ gap }) => gap <= threshold),
  };
}

/** Why no answer is given. */
export function noAnswerSentence({ answers, none, windows }: AskResult, threshold: number): string {
  const best = answers[0];
  if (!best) return 'There are no words that could answer.';
  const where = windows === 1 ? '' : ', in the passage of the likeliest one';
  if (best.gap <= 0)
    return `To the model, \u201cno answer\u201d is likelier than any place: ${probability(none)}${where}.`;
  return (
    `The likeliest place is only ${formatNumber(best.gap)} nats likelier than no answer; ` +
    `the threshold is ${formatNumber(threshold)}.`
  );
}

/** Why these answers may be worth little. */
export function foreignSentence({ about, provenance }: AskResult): string {
  return `${about.name} seems to be in another language than English, which ${provenance.model} was made for: do not trust these places.`;
}

/** What a screen reader says when something was found. */
export function announcement({ result, failure, threshold }: AskState): string {
  if (failure) return failure.message;
  if (!result) return '';
  const best = divided(result.answers, threshold).given[0];
  return best
    ? `Answer: ${best.text}, line ${formatCount(best.line)}, ${probability(best.probability)}`
    : `No answer. ${noAnswerSentence(result, threshold)}`;
}

export function busyText({ busy }: AskState): string {
  if (!busy) return '';
  return busy.total === 0
    ? 'Loading the model'
    : `Reading ${formatCount(busy.done)} of ${formatCount(busy.total)} tokens`;
}

/** The measured row that is nearest below a threshold, or the first one. */
export function rowAt({ rows }: NoAnswerFigures, threshold: number): NoAnswerRow | undefined {
  return rows.findLast((row) => row.threshold <= threshold + 1e-9) ?? rows[0];
}

/** What a threshold makes of the answers to held-out questions. */
export function tradeText(figures: NoAnswerFigures, threshold: number): string {
  const row = rowAt(figures, threshold);
  if (!row) return '';
  const share = (percent: number): string => formatPercent(percent / 100);
  return (
    `F1 ${share(row.f1)}, exact match ${share(row.exact)}, ${share(row.answered)} answered, ` +
    `on ${formatCount(figures.questions)} held-out questions`
  );
}

/** A piece of a word with its share of the attention. */
export interface WeighedWord {
  readonly text: string;
  readonly weight: number;
}

/** The words of the question with the mean attention of the answer's tokens over them; pieces of a word are summed. */
export function weighedWords(
  pieces: readonly string[],
  attention: Float32Array | undefined,
): readonly WeighedWord[] | undefined {
  if (!attention || pieces.length === 0) return undefined;
  const rows = attention.length / pieces.length;
  const words: { text: string; weight: number }[] = [];
  for (const [at, piece] of pieces.entries()) {
    let weight = 0;
    for (let row = 0; row < rows; row++) weight += attention[row * pieces.length + at]! / rows;
    const last = words.at(-1);
    const goesOn =
      last && !/^\s/.test(piece) && /^[\p{L}\p{M}\p{N}]/u.test(piece) && /[\p{L}\p{M}\p{N}]$/u.test(last.text);
    if (goesOn) {
      last.text += piece;
      last.weight += weight;
    } else words.push({ text: piece, weight });
  }
  return words;
}

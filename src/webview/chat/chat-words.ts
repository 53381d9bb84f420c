import { formatCount, formatPercent, toBits } from '../../protocol/format';
import { surprisalSteps } from '../../protocol/surprisal-steps';
import type { AnswerProbability, TextAbout, ChatEnd, ChatPrompt, LeftOut } from '../../protocol';

/** What stands below an answer that did not simply end. */
export function endSentence(end: ChatEnd, failure: string | undefined, ends: readonly string[] | undefined): string {
  switch (end) {
    case 'writing':
    case 'end-token':
    case 'stop-string':
    case 'line-end':
    case 'block-end':
      return '';
    case 'length':
      return ends?.length === 0
        ? 'Ended at the greatest length: this model names no token that ends an answer.'
        : 'Ended at the greatest length, not by the model.';
    case 'stopped':
      return 'Stopped: what came until then stays.';
    case 'died':
      return `Ended early: what came until then stays. ${failure ?? ''}`.trim();
    case 'failed':
      return failure ?? 'It failed.';
  }
}

/** One thing that did not fit, by name. */
export function leftOutSentence(one: LeftOut, text?: TextAbout): string {
  if (one.kind === 'message') {
    const who = { system: 'The system message', user: 'Your message', assistant: 'The answer' }[one.role];
    return `${who} that begins \u201c${one.beginning.replace(/\s+/g, ' ').trim()}\u201d`;
  }
  const name = text?.name ?? one.name;
  const share = formatPercent((one.end - one.start) / one.end);
  return `The end of ${name}: ${formatCount(one.end - one.start)} characters (${share})`;
}

/** '37 of 8,192 tokens'. */
export function meterText({ tokens, context }: ChatPrompt): string {
  return context === undefined
    ? `${formatCount(tokens)} tokens, state carried without end`
    : `${formatCount(tokens)} of ${formatCount(context)} tokens`;
}

/** Candidate answers as a person writes them: one a line, or parted by commas. */
export function candidatesOf(text: string): readonly string[] {
  const parts = text.includes('\n') ? text.split('\n') : text.split(',');
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

/** The step of colour, 1 to 8, of a log-probability in nats. */
export function stepOf(logprob: number): number {
  const bits = -toBits(logprob);
  return 1 + surprisalSteps.filter((step) => bits >= step).length;
}

/** The rendered prompt in parts: special tokens, and what stands between them. */
export function promptParts({
  rendered,
  special,
}: ChatPrompt): readonly { readonly text: string; readonly special: boolean }[] {
  const parts: { text: string; special: boolean }[] = [];
  let at = 0;
  for (const { start, end } of special) {
    if (start > at) parts.push({ text: rendered.slice(at, start), special: false });
    parts.push({ text: rendered.slice(start, end), special: true });
    at = end;
  }
  if (at < rendered.length) parts.push({ text: rendered.slice(at), special: false });
  return parts;
}

/** Each candidate's share of what all candidates have together, 0 to 1. */
export function sharesOf(probabilities: readonly AnswerProbability[]): readonly number[] {
  const most = Math.max(...probabilities.map(({ logprob }) => logprob));
  const parts = probabilities.map(({ logprob }) => Math.exp(logprob - most));
  const sum = parts.reduce((all, part) => all + part, 0);
  return parts.map((part) => part / sum);
}

/** What a screen reader says when an answer has come. */
export function announcement(text: string, end: ChatEnd, failure: string | undefined): string {
  const sentence = endSentence(end, failure, undefined);
  return [text === '' ? '' : `Answer: ${text}`, sentence].filter((part) => part !== '').join(' ');
}

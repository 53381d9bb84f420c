import type { AnswerCurve, AskReading, AskResult, ShownAnswer, Span } from '../../protocol';
import type { AskSubject } from './ask-subject';

/** Characters of the line that are shown before and behind an answer. */
const [before, behind] = [60, 90];

/** What was found in a part of a document, with places in the whole of it and what the view shows around them. */
export function shownResult(reading: AskReading, asked: string, subject: AskSubject, stale: boolean): AskResult {
  const { answers, question, overview, ...rest } = reading;
  return {
    ...rest,
    asked,
    about: subject.about,
    answers: answers.map((answer): ShownAnswer => {
      const { start, end } = moved(answer, subject.start);
      const curve = movedCurve(answer.curve, subject.start);
      return {
        ...answer,
        ...{ start, end, curve, window: moved(answer.window, subject.start) },
        line: lineOf(subject.text, start),
        before: lastOf(subject.text.slice(0, start)),
        after: firstOf(subject.text.slice(end, end + 4 * behind)),
        pieces: piecesOf(subject.text, curve.spans),
      };
    }),
    overview: movedCurve(overview, subject.start),
    questionPieces: piecesOf(asked, question.spans),
    version: subject.version,
    stale,
  };
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function movedCurve(curve: AnswerCurve, by: number): AnswerCurve {
  return { ...curve, spans: curve.spans.map((offset) => offset + by) };
}

function piecesOf(text: string, spans: Int32Array): readonly string[] {
  return Array.from({ length: spans.length / 2 }, (_, i) => text.slice(spans[2 * i], spans[2 * i + 1]));
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n?|\n/).length;
}

/** What stands on the same line before an answer; an ellipsis where it was cut, at a space. */
function lastOf(text: string): string {
  const line = text.slice(text.search(/[^\r\n]*$/));
  return line.length <= before ? line : `\u2026${line.slice(-before).replace(/^\S*\s?/, ' ')}`;
}

function firstOf(text: string): string {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  return line.length <= behind ? line : `${line.slice(0, behind).replace(/\s?\S*$/, ' ')}\u2026`;
}

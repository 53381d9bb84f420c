import type { LanguageModel } from '../families/language-model';
import { readFrom, promptPiece, type Reading } from '../decoding/next-tokens';
import type { Report } from '../report';

/** Reads a prompt and tells how many of its tokens are read, a yield after each piece but the last; `start` as in `readFrom`. */
export async function* readReporting(
  model: LanguageModel,
  ids: Int32Array,
  report: Report,
  start = model.begin(),
): AsyncGenerator<void, Reading, void> {
  const steps = readFrom(model, ids, start);
  for (let read = start.length; ; read += promptPiece) {
    report(Math.min(read, ids.length), ids.length);
    const { done, value } = await steps.next();
    if (done === true) {
      report(ids.length, ids.length);
      return value;
    }
    yield;
  }
}

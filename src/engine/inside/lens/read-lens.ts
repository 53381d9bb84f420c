import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type LensReading, type RequestOf } from '../../../protocol';
import type { LanguageModel } from '../../families/language-model';
import { provenanceOf } from '../../scoring/window-shape';
import type { Report } from '../../report';
import { LensFigures } from './lens-figures';
import { lensPrefixes } from './lens-prefixes';
import { lensRuns } from './lens-runs';
import type { LensSession, Streams } from './lens-session';
import { Pace } from '../pace';
import { readWindow, tokensAt } from '../read-window';

/** Every token goes through the vocabulary projection once for each depth: no more of them are looked at together. */
export const mostLensTokens = 512;

/** What the scoring nodes give at most. */
const mostTop = 64;

/** Tokens between two places from which a later reading can go on. */
const keptEvery = 256;

/** Where a piece ends: no piece goes on behind the first row that is looked at. */
function endOf(at: number, tokens: number, firstRow: number, rows: number): number {
  return Math.min(at < firstRow ? firstRow : rows, at + tokens);
}

/**
 * What each layer would have predicted for the tokens of the focus (the first 512 of them): the text is read up to
 * there, in pieces, and the stream behind each token goes through the model's own last steps, few rows at a time.
 */
export async function* readLens(
  request: RequestOf<'lens'>,
  model: LanguageModel,
  session: LensSession,
  report: Report,
  token: CancellationToken,
): AsyncGenerator<void, LensReading, void> {
  if (!Number.isSafeInteger(request.top) || request.top < 1 || request.top > mostTop) {
    throw fail('bad-request', `Best guesses of a layer: ask for 1 to ${mostTop} of them, not ${request.top}.`);
  }
  const tokens = await readWindow(request, model, token);
  yield;
  const { ids } = tokens;
  const [from, end] = tokensAt(tokens, request.focus);
  const to = Math.min(end, from + mostLensTokens);
  // Row r has read token r and predicts the next one; the first token of all has no row.
  const [firstRow, rows] = [Math.max(0, from - 1), to - 1];
  const pace = new Pace();
  let figures: LensFigures | undefined;
  let perRun = 0;
  const prefixes = lensPrefixes(model);
  const before = session.carried ? prefixes.longest(ids, firstRow) : undefined;
  let state = before?.state ?? session.begin();
  let kept = before?.ids.length ?? 0;
  for (let at = kept; at < rows;) {
    const pieceEnd = session.carried ? endOf(at, pace.tokens(), firstRow, rows) : rows;
    const piece: { readonly streams: Streams | undefined; readonly state: typeof state } = await pace.time(
      pieceEnd - at,
      () => session.read(state, ids.subarray(at, pieceEnd), pieceEnd > firstRow, pieceEnd < rows),
    );
    ({ state } = piece);
    const { streams } = piece;
    if (pieceEnd < rows && session.carried && (pieceEnd === firstRow || pieceEnd - kept >= keptEvery)) {
      prefixes.put(ids.subarray(0, pieceEnd), state);
      kept = pieceEnd;
    }
    yield;
    if (streams) {
      if (!figures) {
        const vocabulary = await session.vocabulary(streams);
        perRun = session.rowsOf(vocabulary);
        figures = new LensFigures(from, to, session.depths, Math.min(request.top, vocabulary));
        yield;
      }
      for (const run of lensRuns(Math.max(0, firstRow - at), pieceEnd - at, session.depths, perRun)) {
        const labels = run.tokens.map((row) => ids[at + row + 1]!);
        figures.write(at + 1, run, await session.score(streams, run, labels, figures.top));
        report(at + run.tokens.at(-1)! + 1, rows);
        yield;
      }
    }
    report(pieceEnd, rows);
    at = pieceEnd;
  }
  const window = ids.length;
  return {
    tokens,
    provenance: provenanceOf(model, { window, stride: window }),
    ...(figures ?? new LensFigures(from, to, session.depths, request.top)).reading(model.tokenizer),
  };
}

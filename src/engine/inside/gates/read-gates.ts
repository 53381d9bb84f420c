import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type InsideText, type Span } from '../../../protocol';
import type { LanguageModel } from '../../families/language-model';
import type { Tokenization } from '../../text/tokenizer';
import type { GatesSession } from './gates-session';
import type { Report } from '../../report';
import { bytesPerToken, KeptGates } from './kept-gates';
import { Pace } from '../pace';
import { mostTokens, readTokens } from '../read-window';

/** Values in memory; a very wide model keeps fewer tokens. */
const mostBytes = 256 * 1024 ** 2;

/** A model that carries no state is read in one run, which blocks. */
export const mostAtOnce = 1024;

/** [from, to) of the tokens to read: up to the end of the stretch, and no more than `most`. */
function tokensUpTo({ ids, spans }: Tokenization, { start, end }: Span, most: number): readonly [number, number] {
  const stop = Math.max(end, start + 1);
  let to = 1;
  while (to < ids.length && spans[2 * to]! < stop) to++;
  return [Math.max(0, to - most), to];
}

/**
 * Reads the text up to the end of what is looked at and keeps the gates. Reading begins with the text where that is
 * at most 4,096 tokens before (fewer with a wide model), else in the middle of it, from a state of zeros.
 */
export async function* readGates(
  request: InsideText,
  model: Pick<LanguageModel, 'tokenizer' | 'context'>,
  session: GatesSession,
  report: Report,
  token: CancellationToken,
): AsyncGenerator<void, KeptGates, void> {
  const { tokenizer } = model;
  const all = await tokenizer.encode(request.text, token);
  if (all.ids.length === 0) throw fail('bad-request', 'There is no text to look into: the document is empty.');
  yield;
  const fits = Math.floor(mostBytes / bytesPerToken(session.layers));
  const most = Math.min(request.limit ?? Infinity, model.context ?? Infinity, mostTokens, fits);
  const lead = tokenizer.startToken === undefined ? 0 : 1;
  const longest = Math.max(1, (session.carried ? most : Math.min(most, mostAtOnce)) - lead);
  const [from, to] = tokensUpTo(all, request.focus, longest);
  const tokens = readTokens(request.text, all, tokenizer, from, to - from);
  const kept = new KeptGates(request, tokens, session.layers);
  const series = session.layers.flatMap(({ outputs }, layer) =>
    [...outputs].map(([name, output]) => ({ layer, name, output })),
  );
  const names = series.map(({ output }) => output);
  const { ids } = tokens;
  const pace = new Pace();
  let state = session.begin();
  for (let at = 0; at < ids.length;) {
    const end = session.carried ? Math.min(ids.length, at + pace.tokens()) : ids.length;
    const piece = await pace.time(end - at, () => session.read(state, ids.subarray(at, end), names));
    series.forEach(({ layer, name }, i) => kept.write(layer, name, at, piece.values[i]!));
    ({ state } = piece);
    at = end;
    report(at, ids.length);
    yield;
  }
  return kept;
}

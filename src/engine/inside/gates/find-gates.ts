import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type RequestOf, type SimilarPlace } from '../../../protocol';
import type { LanguageModel } from '../../families/language-model';
import type { GatesSession } from './gates-session';
import type { Report } from '../../report';
import type { KeptGates } from './kept-gates';
import { Pace } from '../pace';
import { mostAtOnce } from './read-gates';
import { SimilarPlaces } from './similar-places';

/** How many of the chosen cells are above the threshold, in absolute value. */
function countOn(values: Float32Array, at: number, cells: Int32Array, threshold: number): number {
  let on = 0;
  for (const cell of cells) if (Math.abs(values[at + cell]!) > threshold) on++;
  return on;
}

/** Refuses (`bad-request`) what the reading does not have; gives the tokens of the text that are no place themselves. */
function check(request: RequestOf<'gatesFind'>, kept: KeptGates, lead: number): readonly [number, number] {
  const { layer, cells, from, to } = request;
  kept.checkRange(from, to);
  kept.checkCells(layer, cells);
  if (cells.length === 0) throw fail('bad-request', 'No cell is chosen. Choose the cells to look for.');
  if (from === to) throw fail('bad-request', 'No token is chosen. Choose the tokens at which the cells are on.');
  const offset = kept.tokens.first - lead;
  return [Math.max(0, offset + from), offset + to];
}

/**
 * Finds where the chosen cells are on together in what was read: for models that see a text as a whole. Refuses
 * (`unsupported`) a text of which only a part was read.
 */
export function findInReading(request: RequestOf<'gatesFind'>, kept: KeptGates): readonly SimilarPlace[] {
  const { layer, series, cells, threshold, count } = request;
  const { special, spans, total } = kept.tokens;
  const own = [...special.keys()].filter((t) => special[t] === 0);
  const lead = own[0] ?? 0;
  const places = new SimilarPlaces(cells.length, check(request, kept, lead), count);
  if (own.length < total) {
    throw fail(
      'unsupported',
      `This model reads a text as a whole, at most ${own.length} tokens of these ${total}: other places cannot be looked for. Choose a shorter text.`,
    );
  }
  const { values, cells: width } = kept.values(layer, series);
  for (const t of own) places.take(countOn(values, t * width, cells, threshold));
  return places.places(spans.subarray(2 * lead));
}

/**
 * Reads the whole text again from its beginning, piece by piece, and finds where the chosen cells are on together. Of
 * the values of a piece nothing is kept.
 */
export async function* findGates(
  request: RequestOf<'gatesFind'>,
  kept: KeptGates,
  { tokenizer }: Pick<LanguageModel, 'tokenizer'>,
  session: GatesSession,
  report: Report,
  token: CancellationToken,
): AsyncGenerator<void, readonly SimilarPlace[], void> {
  const { layer, series, cells, threshold, count } = request;
  const lead = tokenizer.startToken === undefined ? [] : [tokenizer.startToken];
  const places = new SimilarPlaces(cells.length, check(request, kept, lead.length), count);
  const width = kept.layer(layer).cells;
  const output = session.layers[layer]?.outputs.get(series);
  if (output === undefined) throw fail('bad-request', `Layer ${layer} has no series "${series}".`);
  const { ids, spans } = await tokenizer.encode(kept.request.text, token);
  yield;
  const pace = new Pace();
  let state = session.begin();
  for (let at = 0; at < ids.length;) {
    const end = Math.min(ids.length, at + (session.carried ? pace.tokens() : mostAtOnce - lead.length));
    // The start token stands before the text, or before every piece where nothing is carried.
    const before = at === 0 || !session.carried ? lead : [];
    const read = Int32Array.of(...before, ...ids.subarray(at, end));
    const piece = await pace.time(read.length, () => session.read(state, read, [output]));
    if (session.carried) ({ state } = piece);
    for (let t = before.length; t < read.length; t++) {
      places.take(countOn(piece.values[0]!, t * width, cells, threshold));
    }
    at = end;
    report(at, ids.length);
    yield;
  }
  return places.places(spans);
}

import type { LensReading } from '../../protocol';
import { formatCount, formatPercent, formatProbability, formatRank, formatVisible } from '../../protocol/format';
import { formatDepth, formatLensBits } from '../../protocol/lens-view';
import type { Cell } from '../shared/heatmap/matrix-source';
import { MemorySource } from '../shared/heatmap/memory-source';
import type { ValueScale } from '../shared/heatmap/value-scale';
import { colouringFacts, scaleOf, type Colouring } from './lens-colouring';

/** The heatmap of a reading: depths as rows, the first one on top; tokens as columns. */
export interface LensPicture {
  readonly by: Colouring;
  /** [depths, tokens] */
  readonly values: Float32Array;
  readonly source: MemorySource;
  readonly scale: ValueScale;
  readonly rowLabels: readonly string[];
  /** The same for a narrow page. */
  readonly shortLabels: readonly string[];
  readonly columnLabels: readonly string[];
}

export function lensPicture(reading: LensReading, by: Colouring): LensPicture {
  const { from, to, depths, tokens } = reading;
  const count = to - from;
  const { value } = colouringFacts[by];
  const values = new Float32Array(depths * count);
  for (let depth = 0; depth < depths; depth++) {
    for (let token = 0; token < count; token++) {
      values[depth * count + token] = value(reading, token * depths + depth);
    }
  }
  return {
    by,
    values,
    source: new MemorySource(values, depths, count),
    scale: scaleOf(by, values),
    rowLabels: Array.from({ length: depths }, (_, depth) => formatDepth(depth)),
    shortLabels: Array.from({ length: depths }, (_, depth) => (depth === 0 ? 'emb' : `L${depth}`)),
    columnLabels: tokens.pieces.slice(from, to).map((piece) => cut(formatVisible(piece))),
  };
}

/** Characters over a column: as many as stand there upright. */
const labelLength = 9;

function cut(label: string): string {
  const characters = Array.from(label);
  return characters.length <= labelLength ? label : `${characters.slice(0, labelLength - 1).join('')}\u2026`;
}

/** The best guess of a cell, as it is drawn; undefined where nothing predicts the token. */
export function bestGuess({ depths, top, ids, pieces }: LensReading, { row, column }: Cell): string | undefined {
  const id = ids[(column * depths + row) * top] ?? -1;
  return id < 0 ? undefined : formatVisible(pieces[id] ?? '');
}

export interface CellGuess {
  readonly text: string;
  readonly value: number;
}

/** What stands inside a cell, with the value it is coloured by. */
export function cellText(reading: LensReading, picture: LensPicture, cell: Cell): CellGuess | undefined {
  const text = bestGuess(reading, cell);
  return text === undefined ? undefined : { text, value: picture.source.value(cell.row, cell.column) };
}

/** All that is known of a cell, in one line. */
export function cellLine(reading: LensReading, { row, column }: Cell): string {
  const { from, depths, top, tokens, logprob, trueLogprob, trueRank, divergence } = reading;
  const own = formatVisible(tokens.pieces[from + column] ?? '');
  const cell = column * depths + row;
  const guess = bestGuess(reading, { row, column });
  if (guess === undefined) return `${formatDepth(row)}, ‘${own}’: nothing before it predicts it`;
  const percent = formatPercent(Math.min(1, Math.exp(logprob[cell * top]!)));
  const rest = `‘${own}’ ${formatProbability(trueLogprob[cell])}, rank ${formatRank(trueRank[cell])}`;
  return `${formatDepth(row)}: ‘${guess}’ ${percent}; ${rest}; KL ${formatLensBits(divergence[cell])}`;
}

/** Characters of the text before a token that are shown. */
const shownBefore = 24;

/** The end of what stands before a token, which its layers predict it from. */
export function textBefore({ tokens }: LensReading, token: number): string {
  const { pieces, special } = tokens;
  const first = Math.max(0, token - shownBefore);
  const before = pieces.slice(first, token).filter((_piece, at) => special[first + at] === 0);
  const text = before.join('').replace(/[\t\n\r]/g, formatVisible);
  return text.length > shownBefore ? `\u2026${text.slice(-shownBefore)}` : text;
}

/** What is left out where a selection is longer than what is looked at; undefined where nothing is. */
export function leftOut(reading: LensReading, focusEnd: number): string | undefined {
  const { from, to, tokens } = reading;
  const cut = to < tokens.ids.length && tokens.special[to] === 0 && tokens.spans[2 * to]! < focusEnd;
  return cut ? `Only the first ${formatCount(to - from)} tokens of the selection are shown.` : undefined;
}

/** Tokens side by side on one row of a flowing text; `x` has where each begins and, last, where the row ends. */
export interface FlowRow {
  readonly from: number;
  readonly to: number;
  /** [to - from + 1] */
  readonly x: readonly number[];
}

/**
 * Puts tokens into rows as a text flows: as many as fit, and a new row behind the ends of lines, unless the row has
 * nothing else. A token wider than the row has a row of its own.
 * @param widths of each token
 * @param endsLine whether a token ends a line
 */
export function textFlow(widths: readonly number[], endsLine: readonly boolean[], width: number): readonly FlowRow[] {
  const rows: FlowRow[] = [];
  let from = 0;
  let x = [0];
  const close = (to: number): void => {
    if (to > from) rows.push({ from, to, x });
    from = to;
    x = [0];
  };
  widths.forEach((wide, at) => {
    if (at > from && x.at(-1)! + wide > width) close(at);
    x.push(x.at(-1)! + wide);
    const text = endsLine.slice(from, at + 1).includes(false);
    if (endsLine[at] === true && endsLine[at + 1] !== true && text) close(at + 1);
  });
  close(widths.length);
  return rows;
}

/** The token at a place of a flow whose rows are `height` high: undefined outside. */
export function tokenInFlow(rows: readonly FlowRow[], height: number, x: number, y: number): number | undefined {
  const row = rows[Math.floor(y / height)];
  if (row === undefined || x < 0 || x >= row.x.at(-1)!) return undefined;
  let place = 0;
  while (place < row.to - row.from - 1 && x >= row.x[place + 1]!) place++;
  return row.from + place;
}

/** The row of a token. */
export function rowOfToken(rows: readonly FlowRow[], token: number): number {
  return rows.findIndex(({ from, to }) => token >= from && token < to);
}

import type { AnswerCurve } from '../../protocol';

/** The path of a curve as steps of one token each, at most two points a pixel: [0, width] x [0, height], 1 at the top. */
export function curvePath(values: Float32Array, width: number, height: number): string {
  const columns = Math.max(1, Math.min(values.length, Math.floor(width)));
  let path = '';
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns));
    let most = 0;
    for (let i = from; i < to; i++) most = Math.max(most, values[i]!);
    const [left, right] = [(column * width) / columns, ((column + 1) * width) / columns];
    const y = (1 - most) * height;
    path += `${column === 0 ? 'M' : 'L'}${left.toFixed(1)} ${y.toFixed(1)}H${right.toFixed(1)}`;
  }
  return path;
}

/** The place of a curve under a point, 0 to 1 of its width. */
export function placeAt(curve: AnswerCurve, share: number): number {
  return Math.max(0, Math.min(curve.start.length - 1, Math.floor(share * curve.start.length)));
}

/** The places with the largest probability of start or end, in the order of the text. */
export function likeliest({ start, end }: AnswerCurve, count: number): readonly number[] {
  return [...start.keys()]
    .sort((a, b) => Math.max(start[b]!, end[b]!) - Math.max(start[a]!, end[a]!))
    .slice(0, count)
    .sort((a, b) => a - b);
}

/** The place after a key: arrows move by one, Page by a tenth, Home and End to the ends; undefined for other keys. */
export function movedPlace(key: string, place: number, count: number): number | undefined {
  const page = Math.max(1, Math.round(count / 10));
  const by: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    PageUp: -page,
    PageDown: page,
    Home: -count,
    End: count,
  };
  const step = by[key];
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, place + step));
}

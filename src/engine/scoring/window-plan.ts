/**
 * A window over the sequence of a document's tokens (the model's start token, where it has one, is number 0):
 * it reads [start, end) and scores [from, end).
 */
export interface Window {
  readonly start: number;
  readonly from: number;
  readonly end: number;
}

export interface WindowShape {
  /** Most tokens a window holds; Infinity where state is carried (recurrent models). */
  readonly window: number;
  /** Tokens between the starts of two windows, at most `window`. */
  readonly stride: number;
}

/**
 * Windows for a sequence of `length` tokens that start every `stride` tokens, each scoring only what no earlier one
 * scored and never its own first token (DESIGN.md; the usual strided evaluation of transformers' documentation).
 *
 * `anchors` (ascending) are starts from before an edit, moved with the text: a window keeps its place as long as the
 * next start is at most a stride away, so that an edit does not move the windows behind it. Without anchors, or with
 * anchors at their canonical places, the plan is the canonical one. Overlap is the same everywhere.
 */
export function planWindows(length: number, shape: WindowShape, anchors: readonly number[] = []): readonly Window[] {
  if (length === 0) return [];
  if (shape.window === Infinity) return [{ start: 0, from: 1, end: length }];
  const starts = [0];
  let anchor = 0;
  for (let start = 0; start + shape.window < length;) {
    let next = start + shape.stride;
    while (anchor < anchors.length && anchors[anchor]! <= start) anchor++;
    for (let i = anchor; i < anchors.length && anchors[i]! <= start + shape.stride; i++) next = anchors[i]!;
    starts.push((start = next));
  }
  const overlap = shape.window - shape.stride;
  let scored = 0;
  return starts.map((start, i) => {
    const end = Math.min(length, i + 1 < starts.length ? starts[i + 1]! + overlap : length);
    const window = { start, from: Math.max(scored, start + 1), end };
    scored = Math.max(scored, end);
    return window;
  });
}

export function samePlan(a: readonly Window[], b: readonly Window[]): boolean {
  return a.length === b.length && a.every((window, i) => window.start === b[i]!.start && window.end === b[i]!.end);
}

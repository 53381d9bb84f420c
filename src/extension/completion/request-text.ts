/** Characters before the cursor that are sent for each token of the window: more than any text needs. */
const perToken = 12;
/** Characters behind the cursor: models that fill in are told some lines, others only must not repeat them. */
export const behindLength = 2000;

/** The window that is taken where the settings name none, see `CompletionOptions.window`. */
const usualWindow = 1024;

/**
 * Where the text that is sent begins, for a cursor at `offset`: it moves on in large steps, so that the text begins at
 * the same place for thousands of keystrokes and the engine can go on from what it has read.
 */
export function stableStart(offset: number, window: number): number {
  const most = perToken * (window === 0 ? usualWindow : window);
  const step = most / 2;
  return offset <= most ? 0 : Math.ceil((offset - most) / step) * step;
}

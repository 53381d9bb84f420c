import { urgency } from '../scheduler';
import { notScored, type TokenTable } from './token-table';
import type { Window } from './window-plan';

/** What to score next: the window and its first and last sequence token that wants a figure. */
export interface Target {
  readonly window: Window;
  readonly first: number;
  readonly last: number;
  readonly level: number;
}

export interface Pending {
  readonly target?: Target;
  /** Tokens that a window of the plan scores, and those of them whose figure is missing or of an older text. */
  readonly total: number;
  readonly outdated: number;
}

/**
 * Compares the plan with what was scored. `lead` is 1 where the sequence begins with a start token. Windows in the
 * visible range come first, then outwards from it. Figures that are right for their text, but come from a window that
 * is not in its canonical place, are redone only when the text `rests`.
 */
export function findPending(
  table: TokenTable,
  plan: readonly Window[],
  lead: number,
  visible: readonly [number, number] | undefined,
  rests: boolean,
): Pending {
  let target: Target | undefined;
  let targetDistance = Infinity;
  let total = 0;
  let outdated = 0;
  for (const window of plan) {
    let [first, last, old] = [-1, -1, 0];
    for (let i = window.from; i < window.end; i++) {
      const by = table.scoredBy[i - lead]!;
      if (by === window.start) continue;
      if (by === notScored) old++;
      else if (!rests) continue;
      if (first < 0) first = i;
      last = i;
    }
    total += window.end - window.from;
    outdated += old;
    if (first < 0) continue;
    const distance = visible === undefined ? first : outside(first - lead, last - lead, visible);
    const level =
      old === 0 ? urgency.canonical : visible !== undefined && distance === 0 ? urgency.visible : urgency.background;
    if (target === undefined || level < target.level || (level === target.level && distance < targetDistance)) {
      target = { window, first, last, level };
      targetDistance = distance;
    }
  }
  return { total, outdated, ...(target ? { target } : {}) };
}

/** Tokens between [first, last] and the visible range; what lies above counts double, as people read downwards. */
function outside(first: number, last: number, [from, to]: readonly [number, number]): number {
  if (last < from) return 2 * (from - last);
  return first > to ? first - to : 0;
}

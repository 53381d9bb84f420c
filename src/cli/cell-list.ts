import { UsageError } from './options';

/** More cells than any layer has: a slip of the keyboard must not fill the memory. */
const most = 1_000_000;

/** The cells that --cells names, such as 0-31 or 3,5 or 0-3,8, in that order. */
export function cellList(given: string): readonly number[] {
  const cells = given.split(',').flatMap((part) => {
    const [, first = '', last = first] = /^\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || to < from || to - from >= most) {
      throw new UsageError(`--cells must be numbers and ranges such as 0-31 or 3,5, not '${given}'.`);
    }
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
  if (new Set(cells).size < cells.length) throw new UsageError(`--cells names a cell twice: '${given}'.`);
  return cells;
}

import type { BranchPath } from '../../protocol';

/** What a path is known by. */
export function keyOf(path: BranchPath): string {
  return path.join(' ');
}

/** The key of the root: no token. */
export const rootKey = '';

export function pathOf(key: string): BranchPath {
  return key === rootKey ? [] : key.split(' ').map(Number);
}

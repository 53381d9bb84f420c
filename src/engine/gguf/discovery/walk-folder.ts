import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SearchBudget } from './found-file';

/** Entries of a folder, sorted; none where it cannot be read. */
export async function entriesOf(folder: string, budget: SearchBudget): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.sort().filter(() => budget.take());
}

/**
 * All files below a folder, at most `depth` folders deep, as paths relative to it with slashes. Links are followed;
 * a folder that was seen is not entered again, so links in a circle end.
 */
export async function walkFolder(
  root: string,
  depth: number,
  budget: SearchBudget,
  seen = new Set<string>(),
): Promise<readonly string[]> {
  const real = await realpath(root).catch(() => undefined);
  if (real === undefined || seen.has(real)) return [];
  seen.add(real);
  const found: string[] = [];
  for (const name of await entriesOf(root, budget)) {
    const path = join(root, name);
    const info = await stat(path).catch(() => undefined);
    if (info?.isFile()) found.push(name);
    if (info?.isDirectory() && depth > 0) {
      found.push(...(await walkFolder(path, depth - 1, budget, seen)).map((inner) => `${name}/${inner}`));
    }
  }
  return found;
}

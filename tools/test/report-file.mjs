import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../root.mjs';

/** A place for the report of a part, without the one of an earlier run. @param {string} part */
export function freshReportFile(part) {
  const folder = join(CACHE, 'reports');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${part}-${process.pid}.json`);
  rmSync(file, { force: true });
  process.on('exit', () => rmSync(file, { force: true }));
  return file;
}

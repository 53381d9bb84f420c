import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { Report } from './report';

/**
 * Runs compiled test files with mocha in this process. LANGSCOPE_TEST_FILES names them (a JSON list); without it every
 * one below `folder` is run. LANGSCOPE_TEST_GREP narrows the tests down by name.
 * @returns how many tests failed
 */
export function runFiles(folder: string, { color }: { readonly color: boolean }): Promise<number> {
  const grep = process.env['LANGSCOPE_TEST_GREP'];
  // A test that says nothing about its time gets this much: two slow cores must do.
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color, reporter: Report, ...(grep ? { grep } : {}) });
  for (const file of namedFiles() ?? filesBelow(folder)) mocha.addFile(file);
  return new Promise((resolve) => mocha.run(resolve));
}

function namedFiles(): readonly string[] | undefined {
  const named = process.env['LANGSCOPE_TEST_FILES'];
  return named === undefined ? undefined : (JSON.parse(named) as string[]);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js'))
    .sort()
    .map((file) => join(folder, file));
}

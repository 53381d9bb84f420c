import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../root.mjs';

/**
 * The compiled files of the tests below test/<folder>. Found by their sources, so that what an earlier build left behind
 * is not run.
 * @param {string} folder
 * @returns {string[]} absolute paths
 */
export function testFiles(folder) {
  const sources = join(ROOT, 'test', folder);
  if (!existsSync(sources)) return [];
  return readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => join(ROOT, 'dist/test', folder, file.replace(/\.ts$/, '.js')));
}

/** What runs them, compiled from test/run: in VS Code's extension host, and in plain Node. */
export const RUN = {
  inVSCode: join(ROOT, 'dist/test/run/integration.js'),
  inNode: join(ROOT, 'dist/test/run/plain.js'),
};

/**
 * What test/run reads from the environment, and a folder of imported models that is empty: what the person imported
 * must not change what the tests see.
 * @param {{ report: string, files: readonly string[], grep?: string }} what
 */
export function testEnvironment({ report, files, grep }) {
  const models = mkdtempSync(join(tmpdir(), 'langscope-models-'));
  process.on('exit', () => rmSync(models, { recursive: true, force: true }));
  return {
    LANGSCOPE_MODELS: models,
    LANGSCOPE_TEST_REPORT: report,
    LANGSCOPE_TEST_FILES: JSON.stringify(files),
    ...(grep && { LANGSCOPE_TEST_GREP: grep }),
  };
}

import { spawn } from 'node:child_process';
import { ROOT } from '../root.mjs';
import { freshReportFile } from './report-file.mjs';
import { countReport, readReport } from './results.mjs';
import { RUN, testEnvironment, testFiles } from './test-files.mjs';

/**
 * Runs tests in plain mocha, outside VS Code.
 * @param {'unit' | 'workbench'} part
 * @param {{ grep?: string, attempts?: (files: readonly string[], run: typeof runFiles) => ReturnType<typeof runFiles> }} options
 *   `attempts`: how often the files are run
 * @returns {Promise<import('./results.mjs').Results>}
 */
export async function runMocha(part, { grep, attempts = (files, run) => run(files) }) {
  const found = await attempts(testFiles(part), (files) => runFiles(part, files, grep));
  const results = countReport(found, { mayBeEmpty: grep !== undefined });
  if (results.problem) console.log(results.problem);
  return results;
}

/** @param {readonly string[]} files */
async function runFiles(part, files, grep) {
  const report = freshReportFile(part);
  if (files.length > 0) {
    const env = { ...process.env, ...testEnvironment({ report, files, grep }) };
    const child = spawn(process.execPath, [RUN.inNode], { cwd: ROOT, stdio: 'inherit', env });
    await new Promise((resolve) => child.on('error', resolve).on('close', resolve));
  }
  return readReport(report);
}

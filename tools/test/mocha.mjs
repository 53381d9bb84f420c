import { spawn } from 'node:child_process';
import { ROOT } from '../root.mjs';
import { freshReportFile } from './report-file.mjs';
import { countReport, readReport } from './results.mjs';
import { RUN, testEnvironment, testFiles } from './test-files.mjs';

/**
 * Runs tests in plain mocha, outside VS Code.
 * @param {'unit' | 'workbench'} part
 * @param {{ grep?: string }} options
 * @returns {Promise<import('./results.mjs').Results>}
 */
export async function runMocha(part, { grep }) {
  const report = freshReportFile(part);
  const files = testFiles(part);
  if (files.length > 0) {
    const env = { ...process.env, ...testEnvironment({ report, files, grep }) };
    const child = spawn(process.execPath, [RUN.inNode], { cwd: ROOT, stdio: 'inherit', env });
    await new Promise((resolve) => child.on('error', resolve).on('close', resolve));
  }
  const results = countReport(readReport(report), { mayBeEmpty: grep !== undefined });
  if (results.problem) console.log(results.problem);
  return results;
}

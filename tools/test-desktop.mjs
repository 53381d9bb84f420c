// npm run test:desktop: the integration tests in a desktop VS Code, the one named by --executable, or one that
// @vscode/test-electron downloads. Needs a display (on Linux without one: xvfb-run -a npm run test:desktop).
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isProgram } from './host/on-path.mjs';
import { PlainError, runMain } from './plain-error.mjs';
import { ensureBuilt } from './project/build.mjs';
import { ensureInstalled } from './project/install.mjs';
import { CACHE, ROOT } from './root.mjs';
import { freshReportFile } from './test/report-file.mjs';
import { countReport, formatResults, printReport, readReport } from './test/results.mjs';
import { RUN, testEnvironment, testFiles } from './test/test-files.mjs';

const INSTEAD = 'Name an installed one with --executable PATH, or run `npm test`, which needs none.';

await runMain(async () => {
  const { executable, grep } = readOptions();
  if (executable && !isProgram(executable)) throw new PlainError(`There is no program ${executable}.`);
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new PlainError('A desktop VS Code needs a display: xvfb-run -a npm run test:desktop. `npm test` needs none.');
  }
  await ensureInstalled();
  await ensureBuilt('product');
  await ensureBuilt('tests');
  const vscodeExecutablePath = executable ?? (await download());
  const results = await runInDesktop(vscodeExecutablePath, grep);
  console.log(`\n${formatResults(results)}`);
  return results.failed > 0 ? 1 : 0;
});

function readOptions() {
  try {
    return parseArgs({ options: { executable: { type: 'string' }, grep: { type: 'string' } } }).values;
  } catch (error) {
    throw new PlainError(`${error.message}\nnpm run test:desktop -- [--executable PATH] [--grep REGEXP]`);
  }
}

async function download() {
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath: join(CACHE, 'desktop') });
  } catch (error) {
    throw new PlainError(`No desktop VS Code could be downloaded (${error.message}). ${INSTEAD}`);
  }
}

async function runInDesktop(vscodeExecutablePath, grep) {
  const { runTests } = await import('@vscode/test-electron');
  const scratch = mkdtempSync(join(tmpdir(), 'langscope-desktop-'));
  const workspace = join(scratch, 'workspace');
  cpSync(join(ROOT, 'test/fixtures/workspace'), workspace, { recursive: true });
  const report = freshReportFile('desktop');
  // Chromium's sandbox does not work for root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const ownData = [`--user-data-dir=${join(scratch, 'data')}`, `--extensions-dir=${join(scratch, 'extensions')}`];
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: RUN.inVSCode,
      extensionTestsEnv: testEnvironment({ report, files: testFiles('integration'), grep }),
      launchArgs: [workspace, ...ownData, '--disable-workspace-trust', '--disable-extensions', ...asRoot],
    });
  } catch (error) {
    // A failed test makes this reject as well; then the report says more.
    if (!readReport(report)) console.log(`VS Code did not run the tests: ${error.message}. ${INSTEAD}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
  const found = readReport(report);
  if (found) printReport(found);
  return countReport(found, { mayBeEmpty: grep !== undefined });
}

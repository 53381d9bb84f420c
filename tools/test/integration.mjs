import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser, openWorkbench, remoteUri, startServer } from '../host.mjs';
import { CACHE, ROOT } from '../root.mjs';
import { freshReportFile } from './report-file.mjs';
import { countReport, printReport, readReport } from './results.mjs';
import { runWithSecondAttempt } from './second-attempt.mjs';
import { RUN, testEnvironment, testFiles } from './test-files.mjs';

/** The whole suite, and the longest time without a finished test. */
const SUITE_MS = 10 * 60_000;
const SILENCE_MS = 3 * 60_000;

/**
 * Runs mocha inside the extension host of a real VS Code, on a fresh copy of the test workspace.
 * @param {{ grep?: string }} options
 * @returns {Promise<import('./results.mjs').Results>}
 */
export async function runIntegration({ grep }) {
  const log = [];
  const found = await runWithSecondAttempt(testFiles('integration'), async (files) => {
    const report = freshReportFile('integration');
    if (files.length > 0) await runInWorkbench(report, files, grep, log);
    const results = readReport(report);
    if (results) printReport(results);
    return results;
  });
  const results = countReport(found, { mayBeEmpty: grep !== undefined });
  if (results.problem) console.log(`${results.problem} What VS Code said: ${keepLog(log)}`);
  return results;
}

async function runInWorkbench(report, files, grep, log) {
  const workspace = mkdtempSync(join(tmpdir(), 'langscope-workspace-'));
  cpSync(join(ROOT, 'test/fixtures/workspace'), workspace, { recursive: true });
  const server = await startServer({
    smokeTestDriver: true,
    env: testEnvironment({ report, files, grep }),
  });
  let browser;
  try {
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('console', (message) => log.push(`page ${message.type()}: ${message.text()}`));
    await page.exposeFunction('codeAutomationLog', (type, args) => log.push(`${type}: ${args.join(' ')}`));
    const exit = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
    const payload = {
      extensionDevelopmentPath: remoteUri(server, ROOT),
      extensionTestsPath: remoteUri(server, RUN.inVSCode),
    };
    await openWorkbench(page, server, { folder: workspace, payload });
    const crash = new Promise((resolve) => page.on('close', resolve));
    const why = await Promise.race([exit, crash, server.ended, silence(report)]);
    log.push(`ended with ${why}`);
  } catch (error) {
    log.push(String(error.stack));
    console.log(error.message);
  } finally {
    await browser?.close().catch(() => {});
    await server.stop();
    log.push(server.log());
    rmSync(workspace, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Resolves when the suite takes too long, or no test has ended for too long. */
function silence(report) {
  return new Promise((resolve) => {
    const started = Date.now();
    let last = { count: -1, time: started };
    const timer = setInterval(() => {
      const count = readReport(report)?.tests.length ?? 0;
      if (count !== last.count) last = { count, time: Date.now() };
      if (Date.now() - last.time < SILENCE_MS && Date.now() - started < SUITE_MS) return;
      clearInterval(timer);
      resolve('time-out');
    }, 2000);
    timer.unref();
  });
}

function keepLog(log) {
  mkdirSync(CACHE, { recursive: true });
  const file = join(CACHE, 'integration.log');
  writeFileSync(file, log.join('\n'));
  return file;
}

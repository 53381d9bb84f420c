import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Results
 * @typedef {{ title: string[], file: string, state: 'passed' | 'failed' | 'skipped', duration: number, error?: string }} TestResult
 * @typedef {{ finished: boolean, running?: string, tests: TestResult[] }} TestReport the file that test/run/report.ts writes
 */

/** @returns {TestReport | undefined} */
export function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * Counts a report. One that is missing, unfinished, or without any test where some were expected adds a failure.
 * @param {TestReport | undefined} report
 * @param {{ mayBeEmpty: boolean }} options
 * @returns {Results & { problem?: string }}
 */
export function countReport(report, { mayBeEmpty }) {
  const count = (state) => report?.tests.filter((test) => test.state === state).length ?? 0;
  const counts = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  const problem = problemOf(report, mayBeEmpty);
  return problem ? { ...counts, failed: counts.failed + 1, problem } : counts;
}

function problemOf(report, mayBeEmpty) {
  if (!report) return 'No test was run: there is no report.';
  if (!report.finished) return `The run ended before its last test${report.running ? `, in '${report.running}'` : ''}.`;
  if (report.tests.length === 0 && !mayBeEmpty) return 'No test was found.';
  return undefined;
}

/** @param {readonly Results[]} all */
export function addResults(all) {
  const sum = (key) => all.reduce((total, results) => total + results[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** 'N passed, N failed', with the skipped ones where there are any. @param {Results} results */
export function formatResults({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Prints every test of a run that could not print for itself. @param {TestReport} report */
export function printReport({ tests }) {
  const marks = { passed: '✔', failed: '✘', skipped: '-' };
  for (const { title, state, duration, error } of tests) {
    console.log(`  ${marks[state]} ${title.join(' > ')}${duration > 500 ? ` (${duration} ms)` : ''}`);
    if (error) console.log(error.replace(/^/gm, '      '));
  }
}

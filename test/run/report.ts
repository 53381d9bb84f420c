import { renameSync, writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export interface TestResult {
  /** The names of all suites, then that of the test. */
  readonly title: readonly string[];
  /** The compiled file that it, or the hook's suite, is written in. */
  readonly file?: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Milliseconds; 0 for a skipped test. */
  readonly duration: number;
  /** Why it failed, with the stack. */
  readonly error?: string;
}

/** What the runner outside reads (tools/test/results.mjs). */
export interface TestReport {
  /** False: the process ended, or hangs, before the last test did. */
  readonly finished: boolean;
  /** The test, or the hook, that runs now. */
  readonly running?: string;
  readonly tests: readonly TestResult[];
}

const { EVENT_RUN_END, EVENT_TEST_BEGIN, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } =
  Mocha.Runner.constants;

/**
 * Mocha's 'spec' reporter that also keeps a report in the file LANGSCOPE_TEST_REPORT names. The report is written after
 * every step, so that a run that hangs or dies still says where.
 */
export class Report extends Mocha.reporters.Spec {
  private readonly tests: TestResult[] = [];

  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.on(EVENT_TEST_BEGIN, (test) => this.write({ running: test.titlePath().join(' > ') }));
    runner.on(EVENT_TEST_PASS, (test) => this.add(test, 'passed'));
    runner.on(EVENT_TEST_PENDING, (test) => this.add(test, 'skipped'));
    // Also for hooks: a failed hook is a failure of its own.
    runner.on(EVENT_TEST_FAIL, (test, error: unknown) => this.add(test, 'failed', error));
    runner.on(EVENT_RUN_END, () => this.write({ finished: true }));
  }

  private add(test: Mocha.Runnable, state: TestResult['state'], error?: unknown): void {
    const why = error === undefined ? {} : { error: describe(error) };
    const file = test.file ?? test.parent?.file;
    const where = file === undefined ? {} : { file };
    this.tests.push({ title: test.titlePath(), ...where, state, duration: test.duration ?? 0, ...why });
    this.write({});
  }

  private write({ finished = false, running }: { readonly finished?: boolean; readonly running?: string }): void {
    const file = process.env['LANGSCOPE_TEST_REPORT'];
    if (file === undefined) return;
    const report: TestReport = { finished, tests: this.tests, ...(running === undefined ? {} : { running }) };
    // Renamed, so that a reader never finds half a report.
    writeFileSync(`${file}.part`, JSON.stringify(report));
    renameSync(`${file}.part`, file);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  const cause = error.cause === undefined ? '' : `\nCaused by: ${describe(error.cause)}`;
  return (stack.includes(error.message) ? stack : `${error.message}\n${stack}`) + cause;
}

// Runs test files in plain Node: the unit tests, and those that drive the workbench from outside.
import { join } from 'node:path';
import { runFiles } from './run-files';

const GRACE_MS = 10_000;

void runFiles(join(__dirname, '../unit'), { color: process.stdout.isTTY }).then((failures) => {
  process.exitCode = failures > 0 ? 1 : 0;
  setTimeout(() => {
    console.log(`Some test left something open: ended after ${GRACE_MS / 1000} s.`);
    process.exit();
  }, GRACE_MS).unref();
});

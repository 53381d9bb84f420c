// npm test: installs and builds what is missing, runs every part and ends with one line: N passed, N failed.
import { parseArgs } from 'node:util';
import { PlainError, runMain } from './plain-error.mjs';
import { ensureBuilt } from './project/build.mjs';
import { ensureInstalled } from './project/install.mjs';
import { PARTS } from './test/parts.mjs';
import { addResults, formatResults } from './test/results.mjs';

const USAGE = `npm test -- [--only ${Object.keys(PARTS).join('|')}] [--grep REGEXP]`;
const FAILED = { passed: 0, failed: 1, skipped: 0 };

await runMain(async () => {
  const { only, grep } = readOptions();
  const parts = Object.entries(PARTS).filter(([name]) => !only || only.includes(name));
  const all = [];
  // Whatever cannot be installed or built fails, and what needs it is not run: that is a failure too, never a silence.
  const attempt = async (run) => {
    try {
      return await run();
    } catch (error) {
      console.log(error instanceof PlainError ? error.message : error);
      return FAILED;
    }
  };
  const failedInstall = await attempt(async () => void (await ensureInstalled()));
  if (failedInstall) return finish([failedInstall]);
  for (const [, { title, needs, run }] of parts) {
    console.log(`\n${title}`);
    const results = await attempt(async () => {
      for (const what of needs) await ensureBuilt(what);
      return run({ grep });
    });
    console.log(`${title}: ${formatResults(results)}`);
    all.push(results);
  }
  return finish(all.filter(Boolean));
});

function readOptions() {
  try {
    const { only, grep } = parseArgs({
      options: { only: { type: 'string', multiple: true }, grep: { type: 'string' } },
    }).values;
    const unknown = only?.find((name) => !(name in PARTS));
    if (unknown) throw new Error(`There is no part '${unknown}'.`);
    return { only, grep };
  } catch (error) {
    throw new PlainError(`${error.message}\n${USAGE}`);
  }
}

function finish(all) {
  const total = addResults(all);
  console.log(`\n${formatResults(total)}`);
  return total.failed > 0 ? 1 : 0;
}

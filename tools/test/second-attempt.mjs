/** More failures than these are no accident of timing. */
const MOST = 3;

/**
 * Runs test files that drive a real editor. Where a few of their tests fail, the files of these are run once more, in a
 * fresh editor, and count as they end then: what only raced passes, what is broken fails again. The first failures are
 * printed either way.
 * @param {readonly string[]} files
 * @param {(files: readonly string[]) => Promise<import('./results.mjs').TestReport | undefined>} run
 */
export async function runWithSecondAttempt(files, run) {
  const first = await run(files);
  const failed = first?.tests.filter(({ state }) => state === 'failed') ?? [];
  if (!first?.finished || failed.length === 0 || failed.length > MOST) return first;
  console.log('\nOnce more, in a fresh editor, the files of what failed:');
  for (const { title, error } of failed) console.log(`  ${title.join(' > ')}\n${error.replace(/^/gm, '      ')}`);
  const again = files.filter((file) => failed.some((test) => test.file === file));
  const second = await run(again);
  const others = first.tests.filter((test) => !again.includes(test.file));
  return second && { ...second, tests: [...others, ...second.tests] };
}

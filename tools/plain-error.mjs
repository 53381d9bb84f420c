/** A failure whose message is meant for the person at the terminal: printed without a stack. */
export class PlainError extends Error {
  name = 'PlainError';
}

/**
 * Runs a script's main function: a PlainError becomes one line on stderr and exit status 1,
 * anything else is a bug and keeps its stack.
 * @param {() => Promise<number | void>} main resolves to the exit status, 0 when it resolves to nothing
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof PlainError ? error.message : error);
    process.exitCode = 1;
  }
}

import type { CancellationToken } from 'vscode-jsonrpc';
import { fail } from '../../protocol';
import { urgency, type Scheduler } from '../scheduler';

/** Throws the failure that a cancelled request ends with. */
export function checkCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw fail('cancelled', 'Cancelled.');
}

/**
 * Runs long work that a person waits for: a generator that yields after each piece of about 80 ms. Hovers and
 * completions go in between two pieces, and so does cancellation. `level`: how urgent it is.
 * Returns what the generator returns.
 */
export async function inSteps<T>(
  scheduler: Scheduler,
  token: CancellationToken,
  work: AsyncGenerator<void, T, void> | Generator<void, T, void>,
  level: number = urgency.visible,
): Promise<T> {
  try {
    for (;;) {
      const { done, value } = await scheduler.once(level, () => {
        checkCancelled(token);
        return Promise.resolve(work.next());
      });
      if (done === true) return value;
    }
  } finally {
    // Lets the generator's own `finally` run where it was left in the middle.
    await Promise.resolve(work.return(undefined as T));
  }
}

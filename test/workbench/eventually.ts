import assert from 'node:assert/strict';

/** Waits until `condition` gives something; fails with what was waited for. */
export async function eventually<T>(
  what: string,
  condition: () => Promise<T | undefined | false>,
  limit = 30_000,
): Promise<T> {
  const until = Date.now() + limit;
  for (;;) {
    const found = await condition();
    if (found !== undefined && found !== false) return found;
    assert.ok(Date.now() < until, `${what} did not come within ${limit / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

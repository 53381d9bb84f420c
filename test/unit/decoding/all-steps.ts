/** What a generator returns in the end. */
export async function all<T>(steps: AsyncGenerator<void, T, void>): Promise<T> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
  }
}

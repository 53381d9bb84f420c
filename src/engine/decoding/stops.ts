import type { Tokenizer } from '../text/tokenizer';

/** The text of the new tokens, and whether one of the strings at which to stop stands in it. */
export async function stopped(
  tokenizer: Tokenizer,
  ids: readonly number[],
  strings: readonly string[],
): Promise<{ readonly text: string; readonly at: number | undefined }> {
  const text = await tokenizer.decode(Int32Array.from(ids));
  const places = strings.map((stop) => text.indexOf(stop)).filter((place) => place >= 0);
  return { text, at: places.length > 0 ? Math.min(...places) : undefined };
}

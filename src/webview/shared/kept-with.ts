/** What a page kept, if it holds such a list; undefined when nothing was kept, or by another version of the page. */
export function keptWith<T extends object>(list: keyof T & string, kept: unknown): T | undefined {
  const fits = typeof kept === 'object' && kept !== null && Array.isArray((kept as Record<string, unknown>)[list]);
  return fits ? (kept as T) : undefined;
}

import { extractiveMethods, summaryLengths, type SummaryLength, type SummaryMeans } from '../../protocol';

/** What a key binding or a link may ask for beside the command. */
export interface SummaryWish {
  readonly means?: SummaryMeans;
  readonly length?: SummaryLength;
}

/**
 * Reads the arguments of `langscope.summarize`: `{ "method": "textrank" }` or `{ "model": "langscope-summariser" }`, and
 * `"length"`. What is not understood is left to what the view has chosen.
 */
export function wishOf(value: unknown): SummaryWish {
  if (typeof value !== 'object' || value === null) return {};
  const { method, model, length } = value as Readonly<Record<string, unknown>>;
  const found = extractiveMethods.find((one) => one === method);
  const long = summaryLengths.find((one) => one === length);
  const means: SummaryMeans | undefined =
    typeof model === 'string' ? { kind: 'write', model } : found && { kind: 'extract', method: found };
  return { ...(means && { means }), ...(long && { length: long }) };
}

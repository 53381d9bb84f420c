import type { LensReading, Span } from '../../protocol';

/** Tokens [from, to) of a reading. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** The token that holds an offset, among those that have figures; the nearest one where none does. */
export function tokenAt({ from, to, tokens }: LensReading, offset: number): number {
  const { spans } = tokens;
  for (let token = from; token < to; token++) if (spans[2 * token + 1]! > offset) return token;
  return to - 1;
}

/** The tokens of a selection that have figures; undefined for an empty one, and where none is touched. */
export function tokensIn({ from, to, tokens }: LensReading, { start, end }: Span): TokenRange | undefined {
  const { spans } = tokens;
  const touched = Array.from({ length: to - from }, (_, at) => from + at).filter(
    (token) => spans[2 * token]! < end && spans[2 * token + 1]! > start,
  );
  return end > start && touched.length > 0 ? { from: touched[0]!, to: touched.at(-1)! + 1 } : undefined;
}

/** The stretch of the text that a token covers. */
export function spanAt({ tokens }: LensReading, token: number): Span {
  return { start: tokens.spans[2 * token] ?? 0, end: tokens.spans[2 * token + 1] ?? 0 };
}

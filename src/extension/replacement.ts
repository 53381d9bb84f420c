/** Argument of `langscope.replaceToken`. */
export interface Replacement {
  readonly uri: string;
  readonly version: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Whether a command's argument is what the hover's links carry: it comes from outside the type system. */
export function isReplacement(value: unknown): value is Replacement {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Partial<Record<keyof Replacement, unknown>> = value;
  const numbers = [fields.version, fields.start, fields.end];
  return typeof fields.uri === 'string' && typeof fields.text === 'string' && numbers.every(Number.isInteger);
}

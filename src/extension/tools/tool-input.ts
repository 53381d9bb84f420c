import { fail } from '../../protocol';

/** What an agent gives a tool: a text, or a file of the workspace. */
export type TextInput = { readonly text: string } | { readonly file: string };

/** Longest text of a tool, UTF-16 units: an agent waits for it. */
const mostCharacters = 200_000;

function fieldsOf(input: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw fail('bad-request', `The input must be an object with ${known.join(', ')}.`);
  }
  const strange = Object.keys(input).find((name) => !known.includes(name));
  if (strange !== undefined) {
    throw fail('bad-request', `There is no input "${strange}". There are ${known.join(', ')}.`);
  }
  return input as Readonly<Record<string, unknown>>;
}

/** A text that is there and bearable; refuses (`bad-request`) others. `name`: what it is called in the input. */
export function checkedText(value: unknown, name: string): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw fail('bad-request', `"${name}" must be a text that is not empty.`);
  }
  if (value.length > mostCharacters) {
    throw fail('bad-request', `"${name}" has ${value.length} characters; give at most ${mostCharacters}, or a part.`);
  }
  return value;
}

function modelOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') throw fail('bad-request', '"model" must be the name of a model.');
  return value;
}

/** Input of the tool that scores. */
export function scoreInput(input: unknown): { readonly text: string; readonly model: string | undefined } {
  const { text, model } = fieldsOf(input, ['text', 'model']);
  return { text: checkedText(text, 'text'), model: modelOf(model) };
}

/** Input of the tool that finds what surprises: a text or a file, and how many spans. */
export function surprisingInput(input: unknown): {
  readonly source: TextInput;
  readonly count: number;
  readonly model: string | undefined;
} {
  const { text, file, count = 10, model } = fieldsOf(input, ['text', 'file', 'count', 'model']);
  if ((text === undefined) === (file === undefined)) {
    throw fail('bad-request', 'Give either "text" or "file", a path in the workspace.');
  }
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1 || count > 100) {
    throw fail('bad-request', '"count" must be a whole number from 1 to 100.');
  }
  const source = text === undefined ? { file: checkedText(file, 'file') } : { text: checkedText(text, 'text') };
  return { source, count, model: modelOf(model) };
}

/** Input of the tool that compares. */
export function compareInput(input: unknown): {
  readonly first: string;
  readonly second: string;
  readonly model: string | undefined;
} {
  const { first, second, model } = fieldsOf(input, ['first', 'second', 'model']);
  return { first: checkedText(first, 'first'), second: checkedText(second, 'second'), model: modelOf(model) };
}

import { fail } from '../../../protocol';
import { shownName, type MetadataKinds, type MetadataValue } from './read-metadata';

/**
 * What a GGUF file says about its model. Each getter gives undefined where the key is absent and refuses a value of
 * another type. Whole numbers of 64 bits are numbers; one that a number cannot hold exactly is refused.
 */
export interface GgufMetadata {
  readonly keys: readonly string[];
  readonly text: (key: string) => string | undefined;
  readonly number: (key: string) => number | undefined;
  readonly flag: (key: string) => boolean | undefined;
  readonly texts: (key: string) => readonly string[] | undefined;
  readonly numbers: (key: string) => readonly number[] | undefined;
}

const kindNames: Readonly<Record<keyof MetadataKinds, string>> = {
  text: 'a text',
  number: 'a number',
  flag: 'a truth value',
  texts: 'a list of texts',
  numbers: 'a list of numbers',
  flags: 'a list of truth values',
};

/** Gives typed access to the entries of a file; `file` is its name for sentences. */
export function ggufMetadata(file: string, entries: ReadonlyMap<string, MetadataValue>): GgufMetadata {
  function get<Kind extends keyof MetadataKinds>(key: string, kind: Kind): MetadataKinds[Kind] | undefined {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.kind === kind) return entry.value as MetadataKinds[Kind];
    throw fail(
      'gguf-broken',
      `${file}: ${shownName(key)} is ${kindNames[entry.kind]} and should be ${kindNames[kind]}. ` +
        'Get the model from another source.',
    );
  }

  function safe(key: string, value: number | bigint): number {
    if (typeof value === 'number') return value;
    throw fail(
      'gguf-broken',
      `${file}: ${shownName(key)} is ${value}, which no model needs. Get it from another source.`,
    );
  }

  return {
    keys: [...entries.keys()],
    text: (key) => get(key, 'text'),
    flag: (key) => get(key, 'flag'),
    texts: (key) => get(key, 'texts'),
    number: (key) => {
      const value = get(key, 'number');
      return value === undefined ? undefined : safe(key, value);
    },
    numbers: (key) => get(key, 'numbers')?.map((value) => safe(key, value)),
  };
}

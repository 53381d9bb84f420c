import { GGUFValueType, type GGUFTypedMetadata } from '@huggingface/gguf';
import { fail } from '../../../protocol';

interface Entry {
  readonly value: unknown;
  readonly type: GGUFValueType;
  readonly subType?: GGUFValueType | undefined;
}

/** What the parser adds to the file's own entries. */
const ofTheParser: ReadonlySet<string> = new Set(['version', 'tensor_count', 'kv_count']);

/**
 * What a GGUF file says about its model. Each getter gives undefined where the key is absent and refuses a value of
 * another type. Whole numbers of 64 bits become numbers; one that a number cannot hold exactly is refused.
 */
export interface GgufMetadata {
  readonly keys: readonly string[];
  text(key: string): string | undefined;
  number(key: string): number | undefined;
  flag(key: string): boolean | undefined;
  texts(key: string): readonly string[] | undefined;
  numbers(key: string): readonly number[] | undefined;
}

const typeNames: Readonly<Record<GGUFValueType, string>> = {
  [GGUFValueType.UINT8]: 'a number',
  [GGUFValueType.INT8]: 'a number',
  [GGUFValueType.UINT16]: 'a number',
  [GGUFValueType.INT16]: 'a number',
  [GGUFValueType.UINT32]: 'a number',
  [GGUFValueType.INT32]: 'a number',
  [GGUFValueType.FLOAT32]: 'a number',
  [GGUFValueType.UINT64]: 'a number',
  [GGUFValueType.INT64]: 'a number',
  [GGUFValueType.FLOAT64]: 'a number',
  [GGUFValueType.BOOL]: 'a truth value',
  [GGUFValueType.STRING]: 'a text',
  [GGUFValueType.ARRAY]: 'a list',
};

function kindOf({ type, subType }: Entry): string {
  if (type !== GGUFValueType.ARRAY) return typeNames[type];
  return subType === undefined ? 'a list' : `a list whose entries are each ${typeNames[subType]}`;
}

/** Wraps what the parser read; `file` is the name for sentences. */
export function ggufMetadata(file: string, typed: GGUFTypedMetadata): GgufMetadata {
  const entries = new Map<string, Entry>(Object.entries(typed).filter(([key]) => !ofTheParser.has(key)));
  const wrong = (key: string, entry: Entry, wanted: string): Error =>
    fail(
      'gguf-broken',
      `${file}: ${key} is ${kindOf(entry)} and should be ${wanted}. Get the file from another source.`,
    );

  const asNumber = (key: string, value: unknown): number | undefined => {
    if (typeof value === 'number') return value;
    if (typeof value !== 'bigint') return undefined;
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw fail('gguf-broken', `${file}: ${key} is ${value}, which is too large. Get the file from another source.`);
  };

  function single<T>(key: string, wanted: string, read: (value: unknown) => T | undefined): T | undefined {
    const entry = entries.get(key);
    if (!entry) return undefined;
    const value = read(entry.value);
    if (value === undefined) throw wrong(key, entry, wanted);
    return value;
  }

  function list<T>(key: string, wanted: string, read: (value: unknown) => T | undefined): readonly T[] | undefined {
    return single(key, `a list whose entries are each ${wanted}`, (value) => {
      if (!Array.isArray(value)) return undefined;
      const all: T[] = [];
      for (const item of value) {
        const one = read(item);
        if (one === undefined) return undefined;
        all.push(one);
      }
      return all;
    });
  }

  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    keys: [...entries.keys()],
    text: (key) => single(key, 'a text', text),
    number: (key) => single(key, 'a number', (value) => asNumber(key, value)),
    flag: (key) => single(key, 'a truth value', (value) => (typeof value === 'boolean' ? value : undefined)),
    texts: (key) => list(key, 'a text', text),
    numbers: (key) => list(key, 'a number', (value) => asNumber(key, value)),
  };
}

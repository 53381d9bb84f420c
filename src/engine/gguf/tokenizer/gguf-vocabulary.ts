import { fail } from '../../../protocol';
import type { GgufMetadata } from '../file/gguf-metadata';

/** What `tokenizer.ggml.token_type` says of a token. */
export const tokenTypes = { normal: 1, unknown: 2, control: 3, user: 4, unused: 5, byte: 6 } as const;

/** The tokens of a GGUF file, by id. */
export interface GgufVocabulary {
  readonly tokens: readonly string[];
  /** [tokens]; one of `tokenTypes`. */
  readonly types: readonly number[];
  readonly special: SpecialTokens;
}

/** Ids of tokens with a part to play; undefined where the model has none. */
export interface SpecialTokens {
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly unknown: number | undefined;
  readonly padding: number | undefined;
}

const wrong = (what: string): Error =>
  fail('tokenizer-broken', `The tokenizer in this file is damaged: ${what}. Copy or download the file again.`);

/** A list that must be there and as long as the tokens. */
export function besideTokens<T>(key: string, list: readonly T[] | undefined, count: number): readonly T[] {
  if (list === undefined) throw wrong(`it has no ${key}`);
  if (list.length !== count) throw wrong(`it has ${count} tokens, but ${list.length} entries in ${key}`);
  return list;
}

/** Ids that a kind of tokenizer gives to special tokens where the file does not say. */
export type SpecialDefaults = Partial<Record<keyof SpecialTokens, number>>;

/** Reads the tokens and their types; `defaults` stand where the file names no special token. */
export function ggufVocabulary(metadata: GgufMetadata, defaults: SpecialDefaults): GgufVocabulary {
  const tokens = metadata.texts('tokenizer.ggml.tokens');
  if (tokens === undefined || tokens.length === 0) throw wrong('it has no tokens (tokenizer.ggml.tokens)');
  const typeKey = 'tokenizer.ggml.token_type';
  const given = metadata.numbers(typeKey);
  const listed = given === undefined ? undefined : besideTokens(typeKey, given, tokens.length);
  const id = (key: string, otherwise: number | undefined): number | undefined => {
    const found = metadata.number(`tokenizer.ggml.${key}_token_id`);
    // Converters write 2^32 - 1 for "none".
    if (found === undefined || found === 0xffff_ffff || found === -1) {
      return otherwise !== undefined && otherwise < tokens.length ? otherwise : undefined;
    }
    if (Number.isInteger(found) && found >= 0 && found < tokens.length) return found;
    throw wrong(`tokenizer.ggml.${key}_token_id is ${found}, and it has ${tokens.length} tokens`);
  };
  const special: SpecialTokens = {
    start: id('bos', defaults.start),
    end: id('eos', defaults.end),
    unknown: id('unknown', defaults.unknown),
    padding: id('padding', defaults.padding),
  };
  const named = new Set(Object.values(special));
  const types = tokens.map((_, index) => {
    const type = listed?.[index] ?? tokenTypes.normal;
    // What the file names as its start or end is never cut into pieces, whatever type it has.
    return type === tokenTypes.normal && named.has(index) ? tokenTypes.control : type;
  });
  return { tokens, types, special };
}

/** The vocabulary of tokenizer.json: ids by token. Ids that stand for nothing are left out. */
export function idsByToken({ tokens, types }: GgufVocabulary): ReadonlyMap<string, number> {
  const ids = new Map<string, number>();
  for (const [id, token] of tokens.entries()) if (types[id] !== tokenTypes.unused) ids.set(token, id);
  return ids;
}

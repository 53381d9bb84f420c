import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../protocol';

/** One declared part of tokenizer.json (normalizer, pre-tokenizer, model, ...): its type and its options. */
export interface Part {
  readonly type: string;
  readonly [option: string]: unknown;
}

/** A token that is cut out of the text before the model sees it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
  /** Whether it is looked for in the normalized text. */
  readonly normalized: boolean;
  /** Whether it takes white space on its left or right with it, or is only found as a whole word. */
  readonly greedy: boolean;
}

export interface TokenizerFile {
  readonly normalizer: Part | undefined;
  readonly preTokenizer: Part | undefined;
  readonly postProcessor: Part | undefined;
  readonly decoder: Part | undefined;
  readonly model: Part;
  readonly added: readonly AddedToken[];
  /** What the library gets: without what would shorten, pad, trim or randomize (see `forLibrary`). */
  readonly json: string;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parts of a Sequence (normalizers, pretokenizers, processors or decoders), or the part itself. */
export function partsOf(part: Part | undefined): readonly Part[] {
  if (part === undefined) return [];
  if (part.type !== 'Sequence') return [part];
  const lists = ['normalizers', 'pretokenizers', 'processors', 'decoders'].map((name) => part[name]);
  return lists
    .flatMap((list): unknown[] => (Array.isArray(list) ? list : []))
    .map(asPart)
    .flatMap(partsOf);
}

function asPart(value: unknown): Part {
  return isRecord(value) && typeof value['type'] === 'string' ? (value as Part) : { type: 'unknown' };
}

function optionalPart(value: unknown): Part | undefined {
  return value === null || value === undefined ? undefined : asPart(value);
}

/**
 * The model part. Files of old library versions leave its type out: then it is guessed from the options as the
 * library does.
 */
function modelPart(value: unknown): Part | undefined {
  if (!isRecord(value)) return undefined;
  if (typeof value['type'] === 'string') return value as Part;
  const type =
    'merges' in value
      ? 'BPE'
      : Array.isArray(value['vocab'])
        ? 'Unigram'
        : 'max_input_chars_per_word' in value
          ? 'WordPiece'
          : 'WordLevel';
  return { ...value, type };
}

function addedTokens(value: unknown): AddedToken[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((token) => ({
    id: Number(token['id']),
    content: String(token['content']),
    special: token['special'] === true,
    normalized: token['normalized'] !== false,
    greedy: token['lstrip'] === true || token['rstrip'] === true || token['single_word'] === true,
  }));
}

/**
 * tokenizer.json without truncation and padding (a document is read whole), without the post-processor (it adds
 * special tokens, and some trim the spaces from the offsets) and without dropout (a document has one tokenization).
 */
function forLibrary(file: Record<string, unknown>): string {
  const model = isRecord(file['model'])
    ? { ...file['model'], ...('dropout' in file['model'] && { dropout: null }) }
    : null;
  return JSON.stringify({ ...file, truncation: null, padding: null, post_processor: null, model });
}

/** Reads tokenizer.json of a model folder; refuses a missing or unreadable one with a sentence. */
export async function readTokenizerFile(folder: string): Promise<TokenizerFile> {
  const path = join(folder, 'tokenizer.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw fail(
      'tokenizer-missing',
      `${path} cannot be read (${reasonOf(error)}). Put the tokenizer.json that belongs to the model into its folder.`,
    );
  }
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw broken(path, reasonOf(error));
  }
  const model = isRecord(file) ? modelPart(file['model']) : undefined;
  if (!isRecord(file) || model === undefined) throw broken(path, 'it has no "model"');
  return {
    normalizer: optionalPart(file['normalizer']),
    preTokenizer: optionalPart(file['pre_tokenizer']),
    postProcessor: optionalPart(file['post_processor']),
    decoder: optionalPart(file['decoder']),
    model,
    added: addedTokens(file['added_tokens']),
    json: forLibrary(file),
  };
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The failure of a tokenizer.json that cannot be used, with the reason why. */
export function broken(path: string, reason: string) {
  return fail(
    'tokenizer-broken',
    `${path} is not a usable tokenizer (${reason}). Copy tokenizer.json again from where the model comes from.`,
  );
}

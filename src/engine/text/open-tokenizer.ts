import { join } from 'node:path';
import { Tokenizer as Binding } from 'tokenizers';
import { cutRule } from './cut-rule';
import { encodeSpan, type Encoder } from './encode-text';
import { pieceDecoder } from './piece-decoder';
import { retokenize } from './retokenize';
import { startToken } from './start-token';
import { broken, isRecord, readTokenizerFile, reasonOf, type Part, type TokenizerFile } from './tokenizer-file';
import type { Tokenizer } from './tokenizer';

/**
 * Opens tokenizer.json of a model folder with the `tokenizers` library. Refuses with 'tokenizer-missing' or
 * 'tokenizer-broken'. Surrogates without a partner are read as U+FFFD; spans stay those of the text as it is.
 */
export async function openTokenizer(folder: string): Promise<Tokenizer> {
  const file = await readTokenizerFile(folder);
  const path = join(folder, 'tokenizer.json');
  const binding = libraryTokenizer(file, path);
  const unknownId = unknownIdOf(file.model, binding);
  const encoder: Encoder = { binding, rule: cutRule(file), unknownId };
  const decoder = pieceDecoder(file);
  const added = new Map(file.added.map((token) => [token.id, token]));
  const start = startToken(file.postProcessor, binding);
  return {
    vocabularySize: vocabularySize(file, path),
    ...(start !== undefined && { startToken: start }),
    ...(unknownId !== undefined && { unknownToken: unknownId }),
    encode: (text, token) => encodeSpan(encoder, text, { start: 0, end: text.length }, token),
    retokenize: (old, text, edits, token) => retokenize(encoder, old, text, edits, token),
    piece: (id) => {
      const entry = added.get(id)?.content;
      if (entry !== undefined) return entry;
      const token = binding.idToToken(id);
      return token === null ? `<unused ${id}>` : decoder.piece(token);
    },
    insertion: (id) => {
      const entry = added.get(id);
      if (entry !== undefined) return entry.special ? undefined : entry.content;
      const token = id === unknownId ? null : binding.idToToken(id);
      return token === null ? undefined : decoder.insertion(token);
    },
    decode: (ids) => binding.decode(Array.from(ids), true),
  };
}

function libraryTokenizer(file: TokenizerFile, path: string): Binding {
  try {
    return Binding.fromString(file.json);
  } catch (error) {
    throw broken(path, reasonOf(error));
  }
}

/** One more than the highest id: the columns that the model's logits need at least. */
function vocabularySize({ model, added }: TokenizerFile, path: string): number {
  const vocabulary = model['vocab'];
  let size = Array.isArray(vocabulary) ? vocabulary.length : 0;
  if (isRecord(vocabulary)) for (const id of Object.values(vocabulary)) size = Math.max(size, Number(id) + 1);
  for (const { id } of added) size = Math.max(size, id + 1);
  if (!Number.isSafeInteger(size) || size === 0) throw broken(path, 'it has no vocabulary');
  return size;
}

function unknownIdOf(model: Part, binding: Binding): number | undefined {
  if (typeof model['unk_id'] === 'number') return model['unk_id'];
  return typeof model['unk_token'] === 'string' ? (binding.tokenToId(model['unk_token']) ?? undefined) : undefined;
}

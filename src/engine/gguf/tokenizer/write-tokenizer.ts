import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../../protocol';
import type { GgufMetadata } from '../file/gguf-metadata';
import { byteLevelBpe } from './byte-level-bpe';
import { preTokenizer } from './pre-tokenizer-table';
import { sentencePieceBpe } from './sentence-piece-bpe';
import { chatTemplates, specialTokensMap, tokenizerConfig } from './tokenizer-config';
import { tokenizerJson } from './tokenizer-json';
import type { TokenizerParts } from './tokenizer-parts';
import { unigram } from './unigram';

/** How each kind of tokenizer (`tokenizer.ggml.model`) is read. */
const kinds: Readonly<Record<string, (metadata: GgufMetadata) => TokenizerParts | Promise<TokenizerParts>>> = {
  gpt2: byteLevelBpe,
  llama: sentencePieceBpe,
  t5: unigram,
};

/** Characters from which a template is easier read in a file of its own; it stands in tokenizer_config.json as well. */
const longTemplate = 1000;

function kindOf(metadata: GgufMetadata): (typeof kinds)[string] {
  const model = metadata.text('tokenizer.ggml.model');
  const read = model === undefined || !Object.hasOwn(kinds, model) ? undefined : kinds[model];
  if (read) return read;
  throw fail(
    'unsupported',
    model === undefined
      ? 'The file has no tokenizer (tokenizer.ggml.model). Get a file that has one.'
      : `Langscope does not read tokenizers of the kind "${model}" (tokenizer.ggml.model). Known are ${Object.keys(kinds).join(', ')}.`,
  );
}

/** Refuses a kind of tokenizer, or a pre-tokenizer, that is not known: what can be told before anything is written. */
export function checkTokenizer(metadata: GgufMetadata): void {
  if (kindOf(metadata) === byteLevelBpe) preTokenizer(metadata.text('tokenizer.ggml.pre') ?? 'default');
}

/**
 * Writes the tokenizer of a GGUF file into a folder, in Hugging Face layout: tokenizer.json, tokenizer_config.json,
 * special_tokens_map.json, and chat_template.jinja where the template is long. Refuses a kind of tokenizer that is not
 * known (`unsupported`), an unknown pre-tokenizer (`unsupported`) and lists that do not fit together
 * (`tokenizer-broken`).
 */
export async function writeTokenizer(metadata: GgufMetadata, folder: string): Promise<void> {
  const parts = await kindOf(metadata)(metadata);
  const { template } = chatTemplates(metadata);
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  // Tens of megabytes where it is indented.
  await write('tokenizer.json', `${JSON.stringify(tokenizerJson(parts))}\n`);
  await write('tokenizer_config.json', json(tokenizerConfig(metadata, parts)));
  await write('special_tokens_map.json', json(specialTokensMap(parts)));
  if (template !== undefined && template.length >= longTemplate) await write('chat_template.jinja', template);
}

import type { GgufMetadata } from '../file/gguf-metadata';
import type { SpecialTokens } from './gguf-vocabulary';
import type { TokenizerPart } from './pre-tokenizer-table';
import { listedTokens } from './tokenizer-json';
import type { TokenizerParts } from './tokenizer-parts';

/** What Hugging Face calls the special tokens. */
const names: Readonly<Record<keyof SpecialTokens, string>> = {
  start: 'bos_token',
  end: 'eos_token',
  unknown: 'unk_token',
  padding: 'pad_token',
};

/** special_tokens_map.json. */
export function specialTokensMap({ vocabulary: { tokens, special } }: TokenizerParts): TokenizerPart {
  const kinds = Object.keys(names) as (keyof SpecialTokens)[];
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const id = special[kind];
      return id === undefined ? [] : [[names[kind], tokens[id]!]];
    }),
  );
}

/** The template of a conversation, and further ones by name ("tool_use"), as the file has them. */
export interface ChatTemplates {
  readonly template: string | undefined;
  readonly others: Readonly<Record<string, string>>;
}

export function chatTemplates(metadata: GgufMetadata): ChatTemplates {
  const prefix = 'tokenizer.chat_template.';
  const others = metadata.keys
    .filter((key) => key.startsWith(prefix))
    .flatMap((key): [string, string][] => {
      const text = metadata.text(key);
      return text === undefined ? [] : [[key.slice(prefix.length), text]];
    });
  return { template: metadata.text('tokenizer.chat_template'), others: Object.fromEntries(others) };
}

/** tokenizer_config.json. */
export function tokenizerConfig(metadata: GgufMetadata, parts: TokenizerParts): TokenizerPart {
  const architecture = metadata.text('general.architecture') ?? '';
  const context = metadata.number(`${architecture}.context_length`);
  const { template, others } = chatTemplates(metadata);
  const list = Object.entries(others).map(([name, text]) => ({ name, template: text }));
  const templates = list.length === 0 ? template : [...(template ? [{ name: 'default', template }] : []), ...list];
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    ...specialTokensMap(parts),
    add_bos_token: parts.addsStart,
    add_eos_token: parts.addsEnd,
    add_prefix_space: parts.prefixSpace,
    clean_up_tokenization_spaces: false,
    ...(context !== undefined && { model_max_length: context }),
    added_tokens_decoder: Object.fromEntries(
      listedTokens(parts).map(({ id, content, special }) => [
        id,
        { content, lstrip: false, normalized: false, rstrip: false, single_word: false, special },
      ]),
    ),
    ...(templates !== undefined && { chat_template: templates }),
  };
}

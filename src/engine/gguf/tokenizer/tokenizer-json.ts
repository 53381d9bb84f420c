import { tokenTypes } from './gguf-vocabulary';
import type { TokenizerPart } from './pre-tokenizer-table';
import type { TokenizerParts } from './tokenizer-parts';

/** A token that is cut out of the text before the model sees it, as tokenizer.json and tokenizer_config.json list it. */
export interface ListedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

/** The tokens that are never cut: those that control, the unknown one, and those that the model's makers added. */
export function listedTokens({ vocabulary: { tokens, types } }: TokenizerParts): readonly ListedToken[] {
  const listed: readonly number[] = [tokenTypes.control, tokenTypes.unknown, tokenTypes.user];
  return tokens.flatMap((content, id) =>
    listed.includes(types[id]!) && content !== '' ? [{ id, content, special: types[id] !== tokenTypes.user }] : [],
  );
}

/** What stands around a text: the start token before it, the end token behind it, as far as the model has them so. */
function postProcessor({ vocabulary, addsStart, addsEnd }: TokenizerParts): TokenizerPart | null {
  const { tokens, special } = vocabulary;
  const around = { start: addsStart ? special.start : undefined, end: addsEnd ? special.end : undefined };
  if (around.start === undefined && around.end === undefined) return null;
  const token = (id: number | undefined, type: number): readonly TokenizerPart[] =>
    id === undefined ? [] : [{ SpecialToken: { id: tokens[id]!, type_id: type } }];
  const text = (name: string, type: number): readonly TokenizerPart[] => [
    ...token(around.start, type),
    { Sequence: { id: name, type_id: type } },
    ...token(around.end, type),
  ];
  const named = [around.start, around.end].filter((id) => id !== undefined);
  return {
    type: 'TemplateProcessing',
    single: text('A', 0),
    pair: [...text('A', 0), ...text('B', 1)],
    special_tokens: Object.fromEntries(
      named.map((id) => [tokens[id]!, { id: tokens[id]!, ids: [id], tokens: [tokens[id]!] }]),
    ),
  };
}

/** tokenizer.json, as the `tokenizers` library reads it. */
export function tokenizerJson(parts: TokenizerParts): TokenizerPart {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: listedTokens(parts).map(({ id, content, special }) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special,
    })),
    normalizer: parts.normalizer,
    pre_tokenizer: parts.preTokenizer,
    post_processor: postProcessor(parts),
    decoder: parts.decoder,
    model: parts.model,
  };
}

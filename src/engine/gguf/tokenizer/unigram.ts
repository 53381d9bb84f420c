import type { GgufMetadata } from '../file/gguf-metadata';
import { besideTokens, ggufVocabulary, tokenTypes } from './gguf-vocabulary';
import type { TokenizerPart } from './pre-tokenizer-table';
import type { TokenizerParts } from './tokenizer-parts';

const visibleSpace = '\u2581';

/**
 * SentencePiece's unigram model (`tokenizer.ggml.model` is t5): the cut of the text with the best sum of scores (Kudo
 * 2018), behind the table of characters that SentencePiece compiled.
 */
export function unigram(metadata: GgufMetadata): TokenizerParts {
  const vocabulary = ggufVocabulary(metadata, { end: 1, unknown: 2, padding: 0 });
  const { tokens, types, special } = vocabulary;
  const key = 'tokenizer.ggml.scores';
  const scores = besideTokens(key, metadata.numbers(key), tokens.length);
  const characters = metadata.numbers('tokenizer.ggml.precompiled_charsmap');
  const prefixSpace = metadata.flag('tokenizer.ggml.add_space_prefix') ?? true;
  const squeezes = metadata.flag('tokenizer.ggml.remove_extra_whitespaces') ?? false;
  const normalizers: readonly TokenizerPart[] = [
    ...(characters && characters.length > 0
      ? [{ type: 'Precompiled', precompiled_charsmap: Buffer.from(Uint8Array.from(characters)).toString('base64') }]
      : []),
    ...(squeezes
      ? [
          { type: 'Strip', strip_left: true, strip_right: true },
          { type: 'Replace', pattern: { Regex: ' {2,}' }, content: visibleSpace },
        ]
      : []),
  ];
  const space = { type: 'Metaspace', replacement: visibleSpace, prepend_scheme: prefixSpace ? 'always' : 'never' };
  return {
    vocabulary,
    normalizer: normalizers.length === 0 ? null : { type: 'Sequence', normalizers },
    preTokenizer: { ...space, split: true },
    decoder: { ...space, split: true },
    model: {
      type: 'Unigram',
      unk_id: special.unknown ?? null,
      vocab: tokens.map((token, id) => [token, scores[id]!]),
      byte_fallback: types.filter((type) => type === tokenTypes.byte).length === 256,
    },
    addsStart: metadata.flag('tokenizer.ggml.add_bos_token') ?? false,
    addsEnd: metadata.flag('tokenizer.ggml.add_eos_token') ?? true,
    prefixSpace,
  };
}

import type { GgufMetadata } from '../file/gguf-metadata';
import { besideTokens, ggufVocabulary, idsByToken, tokenTypes } from './gguf-vocabulary';
import { mergesFromScores } from './merges-from-scores';
import type { TokenizerPart } from './pre-tokenizer-table';
import type { TokenizerParts } from './tokenizer-parts';

/** How SentencePiece writes a space. */
const visibleSpace = '\u2581';

const replace = (from: string, to: string): TokenizerPart => ({
  type: 'Replace',
  pattern: { String: from },
  content: to,
});

/**
 * SentencePiece's BPE (`tokenizer.ggml.model` is llama): tokens with scores, spaces written as U+2581, and a token for
 * each byte for what the vocabulary lacks (Kudo and Richardson 2018).
 */
export async function sentencePieceBpe(metadata: GgufMetadata): Promise<TokenizerParts> {
  const vocabulary = ggufVocabulary(metadata, { start: 1, end: 2, unknown: 0 });
  const { tokens, types, special } = vocabulary;
  const key = 'tokenizer.ggml.scores';
  const scores = besideTokens(key, metadata.numbers(key), tokens.length);
  const ids = idsByToken(vocabulary);
  const mergeable = new Map(
    [...ids].filter(([, id]) => types[id] === tokenTypes.normal || types[id] === tokenTypes.user),
  );
  const prefixSpace = metadata.flag('tokenizer.ggml.add_space_prefix') ?? true;
  const prepend: readonly TokenizerPart[] = prefixSpace ? [{ type: 'Prepend', prepend: visibleSpace }] : [];
  const strip: readonly TokenizerPart[] = prefixSpace ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : [];
  return {
    vocabulary,
    normalizer: { type: 'Sequence', normalizers: [...prepend, replace(' ', visibleSpace)] },
    preTokenizer: null,
    decoder: {
      type: 'Sequence',
      decoders: [replace(visibleSpace, ' '), { type: 'ByteFallback' }, { type: 'Fuse' }, ...strip],
    },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: special.unknown === undefined ? null : tokens[special.unknown]!,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: true,
      byte_fallback: types.filter((type) => type === tokenTypes.byte).length === 256,
      ignore_merges: false,
      vocab: Object.fromEntries(ids),
      merges: await mergesFromScores(mergeable, (id) => scores[id]!),
    },
    addsStart: metadata.flag('tokenizer.ggml.add_bos_token') ?? true,
    addsEnd: metadata.flag('tokenizer.ggml.add_eos_token') ?? false,
    prefixSpace,
  };
}

import { fail } from '../../../protocol';
import type { GgufMetadata } from '../file/gguf-metadata';
import { ggufVocabulary, idsByToken } from './gguf-vocabulary';
import { preTokenizer } from './pre-tokenizer-table';
import type { TokenizerParts } from './tokenizer-parts';

/**
 * Byte-level BPE (`tokenizer.ggml.model` is gpt2): the file has tokens and merges, and names the expression that cuts
 * the text first. Refuses an unknown name, and a file without merges.
 */
export function byteLevelBpe(metadata: GgufMetadata): TokenizerParts {
  const { normalizer, parts, ignoreMerges, startToken } = preTokenizer(
    metadata.text('tokenizer.ggml.pre') ?? 'default',
  );
  const vocabulary = ggufVocabulary(metadata, {});
  const ids = idsByToken(vocabulary);
  const merges = metadata.texts('tokenizer.ggml.merges');
  if (merges === undefined) {
    throw fail(
      'tokenizer-broken',
      'The tokenizer in this file is damaged: it has no merges (tokenizer.ggml.merges). Copy or download it again.',
    );
  }
  return {
    vocabulary,
    normalizer: normalizer ?? null,
    preTokenizer: parts.length === 1 ? parts[0]! : { type: 'Sequence', pretokenizers: parts },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: ignoreMerges ?? false,
      vocab: Object.fromEntries(ids),
      merges: merges.flatMap((merge) => usableMerge(merge, ids)),
    },
    addsStart: metadata.flag('tokenizer.ggml.add_bos_token') ?? startToken ?? false,
    addsEnd: metadata.flag('tokenizer.ggml.add_eos_token') ?? false,
    prefixSpace: false,
  };
}

/** The two sides of a merge. One of unused tokens can never apply, and the library would refuse it: it is left out. */
function usableMerge(merge: string, ids: ReadonlyMap<string, number>): readonly (readonly [string, string])[] {
  const space = merge.indexOf(' ', 1);
  const [left, right] = [merge.slice(0, space), merge.slice(space + 1)];
  if (space < 0) {
    throw fail(
      'tokenizer-broken',
      `The tokenizer in this file is damaged: the merge ${JSON.stringify(merge)} has no two sides. Copy or download it again.`,
    );
  }
  return ids.has(left) && ids.has(right) && ids.has(left + right) ? [[left, right]] : [];
}

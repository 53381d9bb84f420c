import type { GgufVocabulary } from './gguf-vocabulary';
import type { TokenizerPart } from './pre-tokenizer-table';

/** What a kind of tokenizer makes of a GGUF file; the rest of tokenizer.json is the same for all kinds. */
export interface TokenizerParts {
  readonly vocabulary: GgufVocabulary;
  readonly normalizer: TokenizerPart | null;
  readonly preTokenizer: TokenizerPart | null;
  readonly decoder: TokenizerPart;
  readonly model: TokenizerPart;
  /** Whether the start token stands before a text, and the end token behind it. */
  readonly addsStart: boolean;
  readonly addsEnd: boolean;
  /** Whether a space is put before a text. */
  readonly prefixSpace: boolean;
}

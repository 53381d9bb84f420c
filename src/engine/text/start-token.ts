import type { Tokenizer as Binding } from 'tokenizers';
import { isRecord, partsOf, type Part } from './tokenizer-file';

/** The id that each declared post-processor puts in front of a single text. */
const processors: Readonly<Record<string, (part: Part, binding: Binding) => number | undefined>> = {
  TemplateProcessing: templateStart,
  BertProcessing: (part) => pairId(part['cls']),
  RobertaProcessing: (part) => pairId(part['cls']),
};

/** The token that the post-processor puts in front of a text, where it does (with several, the outermost). */
export function startToken(postProcessor: Part | undefined, binding: Binding): number | undefined {
  return partsOf(postProcessor)
    .map((part) => processors[part.type]?.(part, binding))
    .findLast((id) => id !== undefined);
}

/** `[token, id]` as Bert's and Roberta's processors write it. */
function pairId(value: unknown): number | undefined {
  const id: unknown = Array.isArray(value) ? value[1] : undefined;
  return typeof id === 'number' ? id : undefined;
}

/** A template's first piece, if it is a special token: `single: [{SpecialToken: {id}}, {Sequence}, ...]`. */
function templateStart(part: Part, binding: Binding): number | undefined {
  const first: unknown = Array.isArray(part['single']) ? part['single'][0] : undefined;
  const special = isRecord(first) ? first['SpecialToken'] : undefined;
  const name = isRecord(special) ? special['id'] : undefined;
  if (typeof name !== 'string') return undefined;
  const declared = isRecord(part['special_tokens']) ? part['special_tokens'][name] : undefined;
  const ids = isRecord(declared) ? declared['ids'] : undefined;
  const id: unknown = Array.isArray(ids) ? ids[0] : binding.tokenToId(name);
  return typeof id === 'number' ? id : undefined;
}

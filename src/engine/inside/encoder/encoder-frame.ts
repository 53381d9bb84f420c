import { isRecord, partsOf, type Part } from '../../text/tokenizer-file';

/** The ids that a tokenizer's post-processor puts before and behind a single text. */
export interface Frame {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** What each declared post-processor adds; others (byte-level) add nothing. */
const processors: Readonly<Record<string, (part: Part) => Frame>> = {
  TemplateProcessing: templateFrame,
  BertProcessing: (part) => ({ before: pairId(part['cls']), after: pairId(part['sep']) }),
  RobertaProcessing: (part) => ({ before: pairId(part['cls']), after: pairId(part['sep']) }),
};

/** Reads from tokenizer.json what stands around a text; of several processors the later ones stand outside. */
export function frameOf(postProcessor: Part | undefined): Frame {
  return partsOf(postProcessor).reduce<Frame>(
    (inner, part) => {
      const outer = processors[part.type]?.(part) ?? { before: [], after: [] };
      return { before: [...outer.before, ...inner.before], after: [...inner.after, ...outer.after] };
    },
    { before: [], after: [] },
  );
}

/** `[token, id]` as Bert's and Roberta's processors write it. */
function pairId(value: unknown): readonly number[] {
  const id: unknown = Array.isArray(value) ? value[1] : undefined;
  return typeof id === 'number' ? [id] : [];
}

/** `single: [{SpecialToken: {id}}, {Sequence: {id: 'A'}}, {SpecialToken: {id}}]`, ids by name in `special_tokens`. */
function templateFrame(part: Part): Frame {
  const pieces: readonly unknown[] = Array.isArray(part['single']) ? part['single'] : [];
  const text = pieces.findIndex((piece) => isRecord(piece) && 'Sequence' in piece);
  const idsOf = (piece: unknown): readonly number[] => {
    const special = isRecord(piece) ? piece['SpecialToken'] : undefined;
    const name = isRecord(special) ? special['id'] : undefined;
    const known =
      isRecord(part['special_tokens']) && typeof name === 'string' ? part['special_tokens'][name] : undefined;
    const ids: unknown = isRecord(known) ? known['ids'] : undefined;
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [];
  };
  return { before: pieces.slice(0, Math.max(0, text)).flatMap(idsOf), after: pieces.slice(text + 1).flatMap(idsOf) };
}

import { isRecord, partsOf, type Part } from '../text/tokenizer-file';

/** The ids that a tokenizer's post-processor puts around two texts, and the type of the tokens of the second one. */
export interface PairFrame {
  readonly before: readonly number[];
  readonly between: readonly number[];
  readonly after: readonly number[];
  readonly secondType: number;
}

/** What each declared post-processor adds to a pair. */
const processors: Readonly<Record<string, (part: Part) => PairFrame | undefined>> = {
  TemplateProcessing: templateFrame,
  BertProcessing: (part) => {
    const [cls, sep] = [idOf(part['cls']), idOf(part['sep'])];
    return { before: cls, between: sep, after: sep, secondType: 1 };
  },
  RobertaProcessing: (part) => {
    const [cls, sep] = [idOf(part['cls']), idOf(part['sep'])];
    return { before: cls, between: [...sep, ...sep], after: sep, secondType: 0 };
  },
};

/** Reads from tokenizer.json what stands around two texts; undefined where nothing divides them. */
export function pairFrameOf(postProcessor: Part | undefined): PairFrame | undefined {
  return partsOf(postProcessor)
    .map((part) => processors[part.type]?.(part))
    .findLast((frame) => frame !== undefined && frame.between.length > 0);
}

/** `[token, id]` as Bert's and Roberta's processors write it. */
function idOf(value: unknown): readonly number[] {
  const id: unknown = Array.isArray(value) ? value[1] : undefined;
  return typeof id === 'number' ? [id] : [];
}

/** `pair: [{SpecialToken: {id}}, {Sequence: {id: 'A'}}, {SpecialToken}, {Sequence: {id: 'B', type_id}}, {SpecialToken}]`. */
function templateFrame(part: Part): PairFrame | undefined {
  const pieces: readonly unknown[] = Array.isArray(part['pair']) ? part['pair'] : [];
  const sequence = (piece: unknown): Readonly<Record<string, unknown>> | undefined => {
    const found = isRecord(piece) ? piece['Sequence'] : undefined;
    return isRecord(found) ? found : undefined;
  };
  const first = pieces.findIndex((piece) => sequence(piece)?.['id'] === 'A');
  const second = pieces.findIndex((piece) => sequence(piece)?.['id'] === 'B');
  if (first < 0 || second < first) return undefined;
  const declared = part['special_tokens'];
  const ids = (piece: unknown): readonly number[] => {
    const special = isRecord(piece) ? piece['SpecialToken'] : undefined;
    const name = isRecord(special) ? special['id'] : undefined;
    const known = isRecord(declared) && typeof name === 'string' ? declared[name] : undefined;
    const found: unknown = isRecord(known) ? known['ids'] : undefined;
    return Array.isArray(found) ? found.filter((id) => typeof id === 'number') : [];
  };
  const type = sequence(pieces[second])?.['type_id'];
  return {
    before: pieces.slice(0, first).flatMap(ids),
    between: pieces.slice(first + 1, second).flatMap(ids),
    after: pieces.slice(second + 1).flatMap(ids),
    secondType: typeof type === 'number' ? type : 0,
  };
}

import type { ReadTokens } from '../protocol';
import type { AttentionPrint } from './attention-print';

/**
 * The JSON of `langscope attention`, in pieces: one row of weights a line, row = query. `tokens` are the columns;
 * where the rows are another text, its tokens are `target`.
 */
export function* attentionJson(
  { text, target, reading, stack, map }: AttentionPrint,
  weights: readonly Float32Array[],
): Generator<string> {
  const side = (of: 'source' | 'target'): readonly object[] => {
    const [read, shown] = of === 'target' && reading.target ? [reading.target, target ?? ''] : [reading.tokens, text];
    return map.unit === 'word' ? words(read, shown) : tokens(read, shown);
  };
  yield `{"tokens":${JSON.stringify(side(stack.columns))},\n`;
  if (stack.rows !== stack.columns) yield `"target":${JSON.stringify(side(stack.rows))},\n`;
  yield `"layers":${stack.layers},"heads":${stack.heads},"weights":[`;
  for (const [row, values] of weights.entries()) {
    // Seven digits are all that a float has.
    yield `${row === 0 ? '' : ','}\n${JSON.stringify(Array.from(values, (value) => Number(value.toPrecision(7))))}`;
  }
  yield '\n]}\n';
}

function tokens({ ids, spans, special, pieces }: ReadTokens, text: string): readonly object[] {
  return Array.from(ids, (id, i) => {
    const [start, end] = [spans[2 * i]!, spans[2 * i + 1]!];
    if (special[i] === 1) return { id, text: pieces[i]!, start, end, special: true };
    return { id, text: text.slice(start, end), start, end };
  });
}

/** One entry a word, without an id. */
function words({ spans, special, pieces, words: wordOf }: ReadTokens, text: string): readonly object[] {
  const found: { start: number; end: number; special: string | undefined }[] = [];
  wordOf.forEach((word, i) => {
    const [start, end] = [spans[2 * i]!, spans[2 * i + 1]!];
    const known = found[word];
    if (known) known.end = Math.max(known.end, end);
    else found[word] = { start, end, special: special[i] === 1 ? pieces[i] : undefined };
  });
  return found.map(({ start, end, special: piece }) =>
    piece === undefined ? { text: text.slice(start, end), start, end } : { text: piece, start, end, special: true },
  );
}

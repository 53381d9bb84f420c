import { readsOf, type GraphIndex } from '../graph-index';

/** What may stand between the token ids and the table that they are looked up in. */
const passes = new Set(['Cast', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Clip', 'Max', 'Min']);

/** Operators that look rows of a table up. */
const lookups = /^(Gather(BlockQuantized)?|EmbedLayerNormalization)$/;

/** The tensors that are looked up by token ids, as a rule one: the embeddings of the tokens. */
export function embeddingTensors({ graph, constants }: GraphIndex, ids: string): ReadonlySet<string> {
  const numbers = new Set([ids]);
  const found = new Set<string>();
  for (const node of graph.node) {
    if (!node.input.some((name) => numbers.has(name))) continue;
    const [made = ''] = node.output;
    if (lookups.test(node.opType ?? '') && readsOf(node).some((name) => constants.has(name))) found.add(made);
    else if (passes.has(node.opType ?? '')) numbers.add(made);
  }
  return found;
}

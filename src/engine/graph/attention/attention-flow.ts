import { readsOf, type GraphIndex } from '../graph-index';
import { dataTypes, type Node } from '../onnx-model';

/**
 * What the numbers of a tensor come from. Its shape does not count: a mask that is as long as the text is, but is the
 * same for all texts of that length, comes from neither.
 */
export interface AttentionFlow {
  /** Tensors made from the embeddings of the graph's own tokens. */
  readonly own: ReadonlySet<string>;
  /** Tensors made from rows that the graph is given: a cache, or the other text of an encoder-decoder model. */
  readonly given: ReadonlySet<string>;
}

/** Operators that hand ids on as they are. */
const sameIds = new Set(['Cast', 'Reshape', 'Squeeze', 'Unsqueeze', 'Identity', 'Flatten', 'Clip', 'Expand']);
/** Operators that look ids up in a table of embeddings. */
const lookups = new Set(['Gather', 'GatherBlockQuantized', 'EmbedLayerNormalization']);
/** Operators that look at the shape of their input alone. */
const shapeOnly = new Set(['Shape', 'Size', 'ConstantOfShape']);

const floats: ReadonlySet<number> = new Set([dataTypes.float, dataTypes.float16, dataTypes.bfloat16, dataTypes.double]);

function isLookup(node: Node, ids: ReadonlySet<string>, { constants }: GraphIndex): boolean {
  if (!lookups.has(node.opType ?? '')) return false;
  return readsOf(node).some((name) => ids.has(name)) && readsOf(node).some((name) => constants.has(name));
}

/** Follows the numbers through the graph; `ids`: the input of the tokens. */
export function attentionFlow(index: GraphIndex, ids: string): AttentionFlow {
  const { graph } = index;
  const sameAsIds = new Set([ids]);
  const own = new Set<string>();
  const given = new Set<string>();
  for (const { name = '', type } of graph.input) {
    const { elemType = 0, shape } = type?.tensorType ?? {};
    if (name !== ids && floats.has(elemType) && (shape?.dim?.length ?? 0) >= 3) given.add(name);
  }
  for (const node of graph.node) {
    if (shapeOnly.has(node.opType ?? '')) continue;
    const reads = readsOf(node);
    const mark = (set: Set<string>): void => {
      for (const name of node.output) if (name !== '') set.add(name);
    };
    if (reads.some((name) => own.has(name)) || isLookup(node, sameAsIds, index)) mark(own);
    if (reads.some((name) => given.has(name))) mark(given);
    if (sameIds.has(node.opType ?? '') && sameAsIds.has(node.input[0] ?? '')) mark(sameAsIds);
  }
  return { own, given };
}

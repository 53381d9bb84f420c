import { elementType } from './element-type';
import { attributeOf, indexGraph, type GraphIndex } from './graph-index';
import { int64Tensor, makeNode } from './make-node';
import { dataTypes, int, type Graph, type Node, type TensorProto } from './onnx-model';

/** Bytes of float32 weights that may be made of 8-bit ones, in all. */
const mostBytes = 128 * 1024 * 1024;

interface Expansion {
  readonly nodes: readonly Node[];
  readonly weights: readonly TensorProto[];
  /** Of the float32 weights. */
  readonly bytes: number;
}

/** Undefined for other operators, and where onnxruntime has a kernel for 8 bits (accuracy level 4). */
function expansionOf(node: Node, index: GraphIndex): Expansion | undefined {
  if (node.opType !== 'MatMulNBits') return undefined;
  const number = (name: string): number => int(attributeOf(node, name)?.i ?? 0);
  const [columns, rows, block] = [number('N'), number('K'), number('block_size')];
  const [hidden = '', quantized = '', scales = '', ...others] = node.input;
  const plain =
    number('bits') === 8 &&
    number('accuracy_level') <= 1 &&
    rows % block === 0 &&
    others.every((name) => name === '') &&
    elementType(index, quantized) === dataTypes.uint8 &&
    elementType(index, scales) === dataTypes.float;
  if (!plain) return undefined;
  const inner = (part: string): string => `langscope/float/${node.output[0]!}/${part}`;
  const float = { to: dataTypes.float };
  return {
    bytes: 4 * rows * columns,
    weights: [
      { name: inner('middle'), dims: [], dataType: dataTypes.float, floatData: [128] },
      int64Tensor(inner('blocks'), [columns, rows / block, 1]),
      int64Tensor(inner('columns'), [columns, rows]),
    ],
    nodes: [
      // [columns, blocks, block]: the numbers; [columns, blocks, 1]: what each block is multiplied with.
      makeNode('Cast', [quantized], [inner('cast')], float),
      makeNode('Sub', [inner('cast'), inner('middle')], [inner('signed')]),
      makeNode('Reshape', [scales, inner('blocks')], [inner('scales')]),
      makeNode('Mul', [inner('signed'), inner('scales')], [inner('scaled')]),
      makeNode('Reshape', [inner('scaled'), inner('columns')], [inner('flat')]),
      makeNode('Transpose', [inner('flat')], [inner('weight')], { perm: [1, 0] }),
      makeNode('MatMul', [hidden, inner('weight')], node.output),
    ],
  };
}

/**
 * Linear layers of 8-bit weights that count in float32, written as products with float32 weights, which onnxruntime
 * makes once when it opens the graph. Its own operator makes them anew in each run: for one row of the bundled
 * transformer's vocabulary 10 ms against 0.4. The same numbers up to rounding, at four times the memory.
 */
export function floatEightBit(graph: Graph): Graph {
  const index = indexGraph(graph);
  const added: TensorProto[] = [];
  let left = mostBytes;
  const node = graph.node.flatMap((one): readonly Node[] => {
    const expansion = expansionOf(one, index);
    if (!expansion || expansion.bytes > left) return [one];
    left -= expansion.bytes;
    added.push(...expansion.weights);
    return expansion.nodes;
  });
  return added.length === 0 ? graph : { ...graph, node, initializer: [...graph.initializer, ...added] };
}

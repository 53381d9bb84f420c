import type { Attribute, Graph, Node, TensorProto } from './onnx-model';

/** What makes each tensor of a graph. Nodes of an ONNX graph are sorted: producers come before consumers. */
export interface GraphIndex {
  readonly graph: Graph;
  readonly initializers: ReadonlyMap<string, TensorProto>;
  /** Index of the node that makes a tensor. */
  readonly producer: ReadonlyMap<string, number>;
  /** Tensors that do not depend on any graph input. */
  readonly constants: ReadonlySet<string>;
}

/** Tensors of the surrounding graph that a node's subgraphs (If, Loop, Scan) read. */
function captured(node: Node): string[] {
  const graphs = (node.attribute ?? []).flatMap(({ g, graphs: more }) => [...(g ? [g] : []), ...(more ?? [])]);
  return graphs.flatMap((graph) => {
    const own = new Set([...graph.initializer.map(({ name }) => name), ...graph.node.flatMap(({ output }) => output)]);
    for (const { name } of graph.input) own.add(name);
    const read = [...graph.node.flatMap(readsOf), ...graph.output.map(({ name }) => name ?? '')];
    return read.filter((name) => !own.has(name));
  });
}

/** Every tensor that a node reads; absent optional inputs are left out. */
export function readsOf(node: Node): string[] {
  return [...node.input, ...captured(node)].filter((name) => name !== '');
}

/** Nodes whose output differs from run to run. */
const random = /^(Random|Multinomial|Bernoulli|Dropout)/;

export function indexGraph(graph: Graph): GraphIndex {
  const initializers = new Map(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const producer = new Map<string, number>();
  const constants = new Set(initializers.keys());
  graph.node.forEach((node, index) => {
    const constant = !random.test(node.opType ?? '') && readsOf(node).every((name) => constants.has(name));
    for (const name of node.output) {
      if (name === '') continue;
      producer.set(name, index);
      if (constant) constants.add(name);
    }
  });
  return { graph, initializers, producer, constants };
}

export function producerOf(index: GraphIndex, tensor: string): Node | undefined {
  const at = index.producer.get(tensor);
  return at === undefined ? undefined : index.graph.node[at];
}

export function attributeOf(node: Node, name: string): Attribute | undefined {
  return node.attribute?.find((attribute) => attribute.name === name);
}

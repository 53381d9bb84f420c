import { readsOf } from './graph-index';
import { makeNode } from './make-node';
import type { Graph, Node, OnnxModel } from './onnx-model';
import { subgraph } from './subgraph';

/** What tells a merged file whether there is a cache. */
const choice = 'use_cache_branch';

const isChoice = ({ opType, input }: Node): boolean => opType === 'If' && input[0] === choice;

/** Whether a decoder's file holds two graphs, one for the first tokens and one that needs a cache. */
export function hasCacheBranch({ graph }: OnnxModel): boolean {
  return graph.node.some(isChoice);
}

/** What a chosen branch computes, in the place of the node that chooses; its results go by the node's names. */
function inlined(node: Node, branch: Graph): readonly Node[] {
  const results = branch.output.flatMap(({ name = '' }, at) => {
    const result = node.output[at] ?? '';
    // Exporters give both the same name: then there is nothing to hand on.
    return result === '' || result === name ? [] : [makeNode('Identity', [name], [result])];
  });
  return [...branch.node, ...results];
}

/**
 * One of the two graphs that exporters have merged into a decoder's file: for the first tokens, or (`cached`) to go on
 * behind a cache. `outputs`: which of its outputs are wanted. A file with one graph is given back as it is.
 */
export function cacheBranch(model: OnnxModel, cached: boolean, outputs: (name: string) => boolean): OnnxModel {
  const { graph } = model;
  if (!hasCacheBranch(model)) return model;
  const wanted = cached ? 'then_branch' : 'else_branch';
  const branchOf = (node: Node): Graph | undefined => node.attribute?.find(({ name }) => name === wanted)?.g;
  const chosen = graph.node.filter(isChoice).flatMap((node) => branchOf(node) ?? []);
  const whole = {
    ...graph,
    node: graph.node.flatMap((node) => {
      const branch = isChoice(node) ? branchOf(node) : undefined;
      return branch ? inlined(node, branch) : [node];
    }),
    initializer: [...graph.initializer, ...chosen.flatMap(({ initializer }) => initializer)],
  };
  const output = graph.output.filter(({ name }) => outputs(name ?? ''));
  const part = subgraph(whole, graph.input, output);
  const read = new Set(part.node.flatMap(readsOf));
  return { ...model, graph: { ...part, input: graph.input.filter(({ name }) => read.has(name ?? '')) } };
}

import { readsOf } from '../../graph/graph-index';
import { makeNode } from '../../graph/make-node';
import type { Graph, Node, OnnxModel } from '../../graph/onnx-model';
import { subgraph } from '../../graph/subgraph';

/** What tells a merged file whether there is a cache. */
const choice = 'use_cache_branch';

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
 * A decoder of which exporters have merged two graphs, one for the first tokens and one that needs a cache, as the first
 * of the two: both texts are read from the beginning. Other graphs are given back as they are.
 */
export function withoutCacheBranch(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const isChoice = ({ opType, input }: Node): boolean => opType === 'If' && input[0] === choice;
  if (!graph.node.some(isChoice)) return model;
  const branches = graph.node.filter(isChoice).flatMap(({ attribute }) => attribute ?? []);
  const plain = branches.filter(({ name }) => name === 'else_branch').flatMap(({ g }) => g ?? []);
  const node = graph.node.flatMap((each) => {
    const branch = isChoice(each) ? each.attribute?.find(({ name }) => name === 'else_branch')?.g : undefined;
    return branch ? inlined(each, branch) : [each];
  });
  const whole = {
    ...graph,
    node,
    initializer: [...graph.initializer, ...plain.flatMap(({ initializer }) => initializer)],
  };
  const output = graph.output.filter(({ name }) => !/^present/.test(name ?? ''));
  const part = subgraph(whole, graph.input, output);
  const read = new Set(part.node.flatMap(readsOf));
  return { ...model, graph: { ...part, input: graph.input.filter(({ name }) => read.has(name ?? '')) } };
}

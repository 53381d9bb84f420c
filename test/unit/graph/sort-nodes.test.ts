import assert from 'node:assert/strict';
import { makeNode } from '../../../src/engine/graph/make-node';
import type { Graph, Node } from '../../../src/engine/graph/onnx-model';
import { sortNodes } from '../../../src/engine/graph/sort-nodes';

function graphOf(node: readonly Node[]): Graph {
  return { node, initializer: [], input: [{ name: 'x' }], output: [] };
}

const cast = makeNode('Cast', ['x'], ['a']);
const relu = makeNode('Relu', ['a'], ['b']);
const add = makeNode('Add', ['a', 'b'], ['c']);
const other = makeNode('Neg', ['x'], ['d']);

describe('sortNodes', () => {
  it('leaves a sorted graph as it is', () => {
    const graph = graphOf([cast, other, relu, add]);
    assert.equal(sortNodes(graph), graph);
  });

  it('puts every node behind what it reads, and keeps the order otherwise', () => {
    assert.deepEqual(sortNodes(graphOf([add, other, relu, cast])).node, [cast, relu, add, other]);
    assert.deepEqual(sortNodes(graphOf([other, relu, add, cast])).node, [other, cast, relu, add]);
  });

  it('takes a chain of any length', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => makeNode('Neg', [`t${at}`], [`t${at + 1}`]));
    assert.deepEqual(sortNodes(graphOf([...chain].reverse())).node, chain);
  });

  it('ends with a graph that goes round, which no runtime takes', () => {
    const round = [makeNode('Neg', ['p'], ['q']), makeNode('Neg', ['q'], ['p'])];
    assert.equal(sortNodes(graphOf(round)).node.length, 2);
  });
});

import assert from 'node:assert/strict';
import type { AskOf, Fork } from '../../../src/protocol';
import { treeMove } from '../../../src/webview/branches/tree-keys';
import { edgePath, edgeWidth, treeLayout, type TreeSizes } from '../../../src/webview/branches/tree-layout';
import { shownMass, treeNodes, type TreeNode } from '../../../src/webview/branches/tree-nodes';
import { keyOf, pathOf, rootKey } from '../../../src/webview/branches/tree-path';
import { readingKey, TreeStore, type AskTree } from '../../../src/webview/branches/tree-store';
import { labelOf, probabilityBefore, probabilityOf, spokenNode } from '../../../src/webview/branches/tree-words';
import { choice, forbiddenChoice, fork, reading } from './sample-branches';

const sizes: TreeSizes = { row: 10, node: 8, narrowest: 20, widest: 60, gap: 5, character: 2, beside: 10 };

function forksOf(...list: readonly Fork[]): ReadonlyMap<string, Fork> {
  return new Map(list.map((one) => [keyOf(one.path), one]));
}

/** The root with three choices; the first one unfolded into two. */
const forks = forksOf(fork([], [0.5, 0.3, 0.1]), fork([1], [0.6, 0.2], 11));
const nodes = treeNodes(forks, new Set([rootKey, '1']));
const keys = (list: readonly TreeNode[]): readonly string[] => list.map(({ key }) => key);

describe('branches: the tree', () => {
  it('has every node before its continuations, with the joint probability of its path', () => {
    assert.deepEqual(keys(nodes), ['', '1', '1 11', '1 12', '2', '3']);
    const joint = nodes.map((node) => Math.exp(node.joint));
    [1, 0.5, 0.3, 0.1, 0.3, 0.1].forEach((wanted, at) => assert.ok(Math.abs(joint[at]! - wanted) < 1e-12));
    assert.deepEqual(keys(treeNodes(forks, new Set([rootKey]))), ['', '1', '2', '3']);
    assert.deepEqual(keys(treeNodes(forks, new Set())), ['']);
    assert.ok(Math.abs(shownMass(forks.get(rootKey)!) - 0.9) < 1e-12);
    assert.deepEqual(pathOf(keyOf([3, 4])), [3, 4]);
  });

  it('does not go on behind a forbidden token, which comes last', () => {
    const banned: Fork = { ...fork([], [0.5, 0.3]), choices: [forbiddenChoice(1, 0.5), choice(2, 0.3, { after: Math.log(0.6), rank: 1 })] }; // prettier-ignore
    const found = treeNodes(forksOf(banned, fork([1], [0.6], 11)), new Set([rootKey, '1']));
    assert.deepEqual(keys(found), ['', '2', '1']);
    const [, left, gone] = found;
    assert.deepEqual([probabilityOf(left!), probabilityBefore(left!)], ['60.0 %', '30.0 %']);
    assert.deepEqual([probabilityOf(gone!), gone!.open], ['forbidden', false]);
    assert.match(spokenNode(left!, ''), /^·t2, 60\.0 %, was 30\.0 %, path 60\.0 %$/);
  });

  it('is placed so that the most probable path stands in one line, and nothing overlaps', () => {
    const {
      nodes: placed,
      edges,
      width,
      height,
    } = treeLayout(nodes, sizes, ({ choice: token }) => token?.piece ?? 'x');
    const at = new Map(placed.map((one) => [one.node.key, one]));
    assert.deepEqual(['', '1', '1 11'].map((key) => at.get(key)!.y), [0, 0, 0]); // prettier-ignore
    assert.deepEqual(['1 12', '2', '3'].map((key) => at.get(key)!.y), [10, 20, 30]); // prettier-ignore
    assert.deepEqual(['', '1', '1 11'].map((key) => at.get(key)!.x), [0, 25, 50]); // prettier-ignore
    assert.deepEqual([width, height], [70, 38]);
    for (const a of placed)
      for (const b of placed) {
        if (a === b) continue;
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + sizes.node <= b.y || b.y + sizes.node <= a.y;
        assert.ok(apart, `${a.node.key} and ${b.node.key}`);
      }
    assert.equal(edges.length, 5);
    const edge = edges.find(({ key }) => key === '2')!;
    assert.deepEqual([edge.fromX, edge.fromY, edge.toX, edge.toY], [20, 4, 25, 24]);
    assert.ok(Math.abs(edge.share - 0.3) < 1e-12);
    assert.match(edgePath(edge), /^M20 4C22\.5 4 22\.5 24 25 24$/);
    assert.deepEqual([edgeWidth(0, 8), edgeWidth(1, 8), edgeWidth(7, 8)], [1, 8, 8]);
    const wide = treeLayout(nodes, sizes, () => 'a very long token that has no room anywhere');
    assert.equal(wide.nodes[1]!.width, 60);
  });

  it('is walked with the keys of a tree', () => {
    const move = (key: string, from: string) => treeMove(key, nodes, from);
    assert.deepEqual(move('ArrowRight', '1'), { kind: 'select', key: '1 11' });
    assert.deepEqual(move('ArrowRight', '2'), { kind: 'unfold', key: '2' });
    assert.deepEqual(move('ArrowLeft', '1'), { kind: 'fold', key: '1' });
    assert.deepEqual(move('ArrowLeft', '1 12'), { kind: 'select', key: '1' });
    assert.deepEqual(move('ArrowDown', '1'), { kind: 'select', key: '2' });
    assert.deepEqual(move('ArrowUp', '3'), { kind: 'select', key: '2' });
    assert.deepEqual([move('ArrowDown', '3'), move('ArrowLeft', 'x'), move('q', '1')], [undefined, { kind: 'fold', key: '' }, undefined]); // prettier-ignore
    assert.deepEqual([move('Home', '3')?.key, move('End', '1')?.key], ['', '3']);
    const end = treeNodes(forksOf({ ...fork([], [1]), choices: [choice(1, 1, { ends: true })] }), new Set([rootKey]));
    assert.equal(treeMove('ArrowRight', end, '1'), undefined);
  });

  it('shows the end of the text before the cursor at its root', () => {
    assert.equal(labelOf(nodes[0]!, 'the engine reads the text'), '…e·reads·the·text');
    assert.equal(labelOf(nodes[0]!, ''), 'start of the text');
  });
});

describe('branches: what is known of a tree', () => {
  const likely = { depth: 2, mass: 0.5, most: 2 };

  function store(): { readonly tree: TreeStore; readonly asked: AskOf<'branches', 'branchesUnfold'>[] } {
    const asked: AskOf<'branches', 'branchesUnfold'>[] = [];
    const ask = ((kind: string, params: AskOf<'branches', 'branchesUnfold'>) => {
      if (kind === 'branchesLikely') return Promise.resolve({ forks: [fork([1], [0.6])], covered: 0.3, end: 'most' });
      asked.push(params);
      return Promise.resolve(params.paths.map((path) => fork(path, [0.4, 0.2], 100 + 10 * path.length)));
    }) as unknown as AskTree;
    return { tree: new TreeStore(ask, () => undefined, 5), asked };
  }

  it('begins with the likely part, asks for each path once, and folds without forgetting', async () => {
    const { tree, asked } = store();
    await tree.show(reading(fork([], [0.5, 0.3])), undefined, likely);
    assert.deepEqual([...tree.open], [rootKey, '1']);
    await tree.unfold([2]);
    await tree.unfold([2]);
    assert.deepEqual(asked.map(({ paths }) => paths), [[[2]]]); // prettier-ignore
    tree.fold([2]);
    assert.ok(!tree.open.has('2') && tree.forks.has('2'));
    await tree.unfold([2]);
    assert.equal(asked.length, 1);
  });

  it('tells everything again when a token is forbidden or allowed, and keeps that for the next reading', async () => {
    const { tree, asked } = store();
    await tree.show(reading(fork([], [0.5, 0.3])), undefined, likely);
    const [here, nowhere] = [{ id: 1, piece: 'a', path: [] }, { id: 2, piece: 'b' }]; // prettier-ignore
    await tree.forbid(here);
    await tree.forbid(nowhere);
    assert.deepEqual(asked.at(-1)!.forbidden, [{ id: 1, path: [] }, { id: 2 }]);
    assert.deepEqual(asked.at(-1)!.paths, [[], [1]]);
    await tree.show({ ...reading(fork([], [0.5, 0.4])), reading: 8 }, undefined, likely);
    assert.deepEqual(tree.forbidden, [nowhere]);
    await tree.allow(nowhere);
    assert.deepEqual(asked.at(-1)!.forbidden, []);
  });

  it('forces tokens one behind the other, and selects the last', async () => {
    const { tree, asked } = store();
    await tree.show(reading(fork([], [0.5, 0.3])), undefined, likely);
    await tree.force([1], [70, 71]);
    assert.deepEqual(asked.at(-1)!.forced, [{ id: 70, path: [1] }, { id: 71, path: [1, 70] }]); // prettier-ignore
    assert.deepEqual(asked.at(-1)!.paths, [[1], [1, 70], [1, 70, 71]]);
    assert.equal(tree.selected, '1 70 71');
  });

  it('takes up a page that was hidden where it was, of the same reading alone', async () => {
    const { tree, asked } = store();
    const content = reading(fork([], [0.5, 0.3]));
    const kept = { reading: readingKey(content), open: [rootKey, '2'], selected: '2', forced: [] };
    await tree.show(content, kept, likely);
    assert.deepEqual([[...tree.open], tree.selected, asked.length], [['', '2'], '2', 1]);
    assert.deepEqual(tree.kept, { ...kept, open: ['', '2'] });
    await tree.show({ ...content, at: 10 }, kept, likely);
    assert.equal(tree.selected, rootKey);
  });
});

import assert from 'node:assert/strict';
import { columnsAt, lineOf, pathOfNode } from '../../../src/webview/branches/beam-columns';
import { rankEnded } from '../../../src/webview/branches/beam-rank';
import { formatPenalty, lineText } from '../../../src/webview/branches/beam-words';
import { beamData, beamTable, treeData, treeTable } from '../../../src/webview/branches/branches-data';
import { firstLook, keptLook } from '../../../src/webview/branches/branches-look';
import { treeNodes } from '../../../src/webview/branches/tree-nodes';
import { fork, trace } from './sample-branches';

describe('branches: beam search on the page', () => {
  it('shows what a search had in hand at each step', () => {
    const first = columnsAt(trace, 0);
    assert.deepEqual([first.live.map(({ node }) => node), first.finished.map(({ node }) => node)], [[0], [1]]);
    assert.equal(first.finished[0]!.score, -3);
    const last = columnsAt(trace, 2);
    assert.deepEqual(last.finished.map(({ pieces }) => pieces.join('')), ['ade', 'ab']); // prettier-ignore
    assert.deepEqual(last.finished.map(({ fresh }) => fresh), [true, false]); // prettier-ignore
    assert.deepEqual(last.dropped.map(({ node, why }) => [node, why]), [[1, 'pushed-out']]); // prettier-ignore
    assert.deepEqual([lineOf(trace, 4), pathOfNode(trace, 4), lineText(trace, 4)], [[0, 3, 4], [9, 1, 4, 5], 'ade']);
    assert.deepEqual(columnsAt(trace, 9), { live: [], finished: [], dropped: [] });
  });

  it('ranks what ended with any length penalty as a sort of its own does, without a search', () => {
    for (let penalty = -1; penalty <= 3; penalty += 0.1) {
      const own = trace.ended
        .map(({ node }) => ({ node, score: trace.nodes[node]!.total / Math.pow(trace.nodes[node]!.length, penalty) }))
        .sort((a, b) => b.score - a.score);
      const ranked = rankEnded(trace, penalty);
      assert.deepEqual(ranked.map(({ node }) => node), own.map(({ node }) => node)); // prettier-ignore
      ranked.forEach(({ score }, at) => assert.equal(score, own[at]!.score));
    }
    assert.deepEqual(rankEnded(trace, 1).map(({ was }) => was), [0, 1, undefined], 'as searched'); // prettier-ignore
    assert.equal(rankEnded(trace, 0)[0]!.node, 2, 'without a penalty the shorter one');
    assert.deepEqual([formatPenalty(1), formatPenalty(0.30000000000000004)], ['1', '0.3']);
  });

  it('is exported with every step, and the ranking that is shown', () => {
    const data = beamData({ trace, step: 0, penalty: 0 }) as { readonly ranking: { readonly lengthPenalty: number; readonly ended: readonly { readonly node: number }[] } }; // prettier-ignore
    assert.deepEqual([data.ranking.lengthPenalty, data.ranking.ended[0]!.node], [0, 2]);
    const rows = [...beamTable({ trace, step: 0, penalty: 0 }).rows];
    assert.equal(rows.length, 8);
    assert.deepEqual(rows.at(-1), [3, 'pushed-out', 'c', 1, -3, -3]);
    const nodes = treeNodes(new Map([['', fork([], [0.5, 0.3])]]), new Set(['']));
    const tree = treeData(nodes) as { readonly nodes: readonly { readonly parent: number | null }[] };
    assert.deepEqual(tree.nodes.map(({ parent }) => parent), [null, 0, 0]); // prettier-ignore
    assert.deepEqual([...treeTable(nodes).rows][1]!.slice(0, 4), [1, '1', '·t1', 1]);
  });

  it('takes of what an older page kept only what can be used', () => {
    for (const kept of [undefined, 7, {}, { view: 'x', top: 4, beams: { beams: 99 }, tree: 5 }]) {
      assert.deepEqual(keptLook(kept), firstLook);
    }
    const look = { ...firstLook, view: 'beams', top: 8, ends: 'line', beams: { ...firstLook.beams, beams: 6 } };
    assert.deepEqual(keptLook(JSON.parse(JSON.stringify(look))), { ...look, tree: undefined });
  });
});

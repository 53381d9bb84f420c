import { formatVisible } from '../../protocol/format';
import type { FigureTable } from '../shared/panel/figure-file';
import { scoreOf } from './beam-columns';
import type { BeamFigure } from './beam-figure';
import { rankEnded } from './beam-rank';
import { lineText } from './beam-words';
import type { TreeNode } from './tree-nodes';

/** -Infinity, of what is forbidden, as null: JSON has no other number for it. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The tree that is seen, node by node, the root first. */
export function treeData(nodes: readonly TreeNode[]): object {
  return {
    unit: 'nats',
    nodes: nodes.map(({ path, parent, choice, joint, jointOwn, fork, open }) => ({
      path,
      parent: parent === undefined ? null : nodes.findIndex(({ key }) => key === parent),
      ...(choice && {
        id: choice.id,
        text: choice.piece,
        logprob: choice.logprob,
        after: choice.after ?? null,
        rank: choice.rank,
      }),
      joint: finite(joint),
      jointOwn,
      ...(open && fork && { entropy: fork.entropy, entropyAfter: fork.entropyAfter }),
    })),
  };
}

/** The same as a table. Nats; ranks count from 0. */
export function treeTable(nodes: readonly TreeNode[]): FigureTable {
  return {
    columns: ['depth', 'path', 'token', 'id', 'logprob', 'after', 'rank', 'joint', 'entropy after it'],
    rows: nodes.map(({ depth, path, choice, joint, fork, open }) => [
      depth,
      path.join(' '),
      choice && formatVisible(choice.piece),
      choice?.id,
      choice?.logprob,
      choice?.after,
      choice?.rank,
      joint === -Infinity ? undefined : joint,
      open ? fork?.entropyAfter : undefined,
    ]),
  };
}

/** The whole search, and its ranking with the length penalty that is chosen. */
export function beamData({ trace, penalty }: BeamFigure): object {
  const ranking = rankEnded(trace, penalty).map(({ node, end, score, was }) => ({
    node,
    end,
    score,
    was: was ?? null,
  }));
  return { unit: 'nats', ...trace, ranking: { lengthPenalty: penalty, ended: ranking } };
}

/** Every hypothesis of every step. */
export function beamTable({ trace }: BeamFigure): FigureTable {
  const row = (step: number, fate: string, node: number) => [
    step + 1,
    fate,
    lineText(trace, node),
    trace.nodes[node]!.length,
    trace.nodes[node]!.total,
    scoreOf(trace, node, trace.options.lengthPenalty),
  ];
  return {
    columns: ['step', 'fate', 'text', 'tokens', 'logprob', 'score'],
    rows: trace.steps.flatMap(({ live, finished, dropped }, step) => [
      ...live.map((node) => row(step, 'live', node)),
      ...finished.map((node) => row(step, 'finished', node)),
      ...dropped.map(({ node, why }) => row(step, why, node)),
    ]),
  };
}

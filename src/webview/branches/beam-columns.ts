import type { BeamTrace, BranchPath, DroppedWhy } from '../../protocol';

/** A hypothesis as it is shown at a step. */
export interface ShownHypothesis {
  readonly node: number;
  /** Every new token, as it is written; the last one is the newest. */
  readonly pieces: readonly string[];
  /** What the search has summed up, nats. */
  readonly total: number;
  /** total / tokens ** A, with the search's own A. */
  readonly score: number;
  /** It ended at this step. */
  readonly fresh: boolean;
  readonly why: DroppedWhy | undefined;
}

/** What a search had in hand at a step, best first. */
export interface BeamColumns {
  readonly live: readonly ShownHypothesis[];
  readonly finished: readonly ShownHypothesis[];
  readonly dropped: readonly ShownHypothesis[];
}

/** Nodes from the first new token to this one. */
export function lineOf({ nodes }: BeamTrace, node: number): readonly number[] {
  const line: number[] = [];
  for (let at = node; at >= 0; at = nodes[at]!.parent) line.unshift(at);
  return line;
}

/** The whole path of a hypothesis: what the search began from, and its new tokens. */
export function pathOfNode(trace: BeamTrace, node: number): BranchPath {
  return [...trace.path, ...lineOf(trace, node).map((at) => trace.nodes[at]!.id)];
}

export function scoreOf({ nodes }: BeamTrace, node: number, lengthPenalty: number): number {
  const { total, length } = nodes[node]!;
  return total / length ** lengthPenalty;
}

/** Steps count from 0. */
export function columnsAt(trace: BeamTrace, step: number): BeamColumns {
  const found = trace.steps[step];
  const shown = (node: number, why?: DroppedWhy): ShownHypothesis => ({
    node,
    pieces: lineOf(trace, node).map((at) => trace.nodes[at]!.piece),
    total: trace.nodes[node]!.total,
    score: scoreOf(trace, node, trace.options.lengthPenalty),
    fresh: trace.nodes[node]!.length === step + 1,
    why,
  });
  return {
    live: (found?.live ?? []).map((node) => shown(node)),
    finished: (found?.finished ?? []).map((node) => shown(node)),
    dropped: (found?.dropped ?? []).map(({ node, why }) => shown(node, why)),
  };
}

import type { BranchPath, Fork, LikelyBranches } from '../../protocol';

interface Leaf {
  readonly path: BranchPath;
  /** nats */
  readonly joint: number;
}

/** What is unfolded, see the request `branchesLikely`. */
export interface LikelyPart {
  readonly path: BranchPath;
  readonly depth: number;
  readonly mass: number;
  readonly most: number;
}

/** Unfolds the most probable leaf again and again; `forkAt` tells a fork. A yield after each. */
export async function* likelyBranches(
  { path, depth, mass, most }: LikelyPart,
  forkAt: (path: BranchPath) => Promise<Fork>,
  report: (done: number, total: number) => void,
): AsyncGenerator<void, LikelyBranches, void> {
  const forks: Fork[] = [];
  let covered = 0;
  /** Most probable last. */
  let leaves: Leaf[] = [{ path, joint: 0 }];
  for (;;) {
    const leaf = leaves.pop();
    if (leaf === undefined) return { forks, covered, end: 'all' };
    const fork = await forkAt(leaf.path);
    forks.push(fork);
    report(forks.length, most);
    for (const { id, after, ends } of fork.choices) {
      if (after === undefined) continue;
      const next = { path: [...leaf.path, id], joint: leaf.joint + after };
      if (ends || next.path.length - path.length >= depth) covered += Math.exp(next.joint);
      else leaves.push(next);
    }
    if (covered >= mass) return { forks, covered, end: 'covered' };
    if (forks.length >= most) return { forks, covered, end: 'most' };
    leaves = leaves.sort((a, b) => a.joint - b.joint);
    yield;
  }
}

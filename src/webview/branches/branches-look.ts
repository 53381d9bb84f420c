import type { BeamOptions } from '../../protocol';
import type { KeptTree, LikelyWish } from './tree-store';

export const branchViews = ['tree', 'beams'] as const;
export type BranchView = (typeof branchViews)[number];

/** How many continuations of a fork can be shown. */
export const tops = [3, 5, 8, 12, 20] as const;

/** What ends a hypothesis of a search beside the model's end token. */
export const beamEnds = ['token', 'sentence', 'line'] as const;
export type BeamEnd = (typeof beamEnds)[number];

/** How the page shows and searches; kept while it is hidden. */
export interface BranchesLook {
  readonly view: BranchView;
  readonly top: number;
  readonly likely: Pick<LikelyWish, 'depth' | 'mass'>;
  readonly beams: Omit<BeamOptions, 'stop'>;
  readonly ends: BeamEnd;
  readonly tree: KeptTree | undefined;
}

export const firstLook: BranchesLook = {
  view: 'tree',
  top: 5,
  likely: { depth: 4, mass: 0.5 },
  beams: { beams: 4, lengthPenalty: 1, earlyStopping: false, maxNewTokens: 16 },
  ends: 'sentence',
  tree: undefined,
};

/** A number of an older page's memory, where it is one within its bounds. */
export function within(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && value >= least && value <= most ? value : undefined;
}

/** What an earlier page, of any version, kept, as far as it can be used. */
export function keptLook(kept: unknown): BranchesLook {
  const { view, top, likely, beams, ends, tree } = fields(kept);
  const { depth, mass } = fields(likely);
  const search = fields(beams);
  const first = firstLook.beams;
  return {
    view: branchViews.find((known) => known === view) ?? firstLook.view,
    top: tops.find((known) => known === top) ?? firstLook.top,
    likely: {
      depth: within(depth, 1, 16) ?? firstLook.likely.depth,
      mass: within(mass, 0.01, 1) ?? firstLook.likely.mass,
    },
    beams: {
      beams: within(search['beams'], 2, 16) ?? first.beams,
      lengthPenalty: within(search['lengthPenalty'], -2, 4) ?? first.lengthPenalty,
      earlyStopping: search['earlyStopping'] === true,
      maxNewTokens: within(search['maxNewTokens'], 1, 64) ?? first.maxNewTokens,
    },
    ends: beamEnds.find((known) => known === ends) ?? firstLook.ends,
    tree: isTree(tree) ? tree : undefined,
  };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isTree(value: unknown): value is KeptTree {
  const { reading, open, selected, forced } = fields(value);
  return typeof reading === 'string' && Array.isArray(open) && typeof selected === 'string' && Array.isArray(forced);
}

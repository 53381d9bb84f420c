import type { InfluenceCurve } from '../../protocol';

/** What a curve says in a few numbers. */
export interface CurveFacts {
  /** At one token back, and at the longest distance there is (a mean over the last eighth). */
  readonly near: number;
  readonly far: number;
  readonly longest: number;
  /** `far` as a share of `near`; above 1 the influence grows with distance. */
  readonly left: number;
  /** The first distance from which on the curve stays below a tenth of `near`; undefined: it never does. */
  readonly tenth: number | undefined;
}

/**
 * A curve without its wobble: each point is the mean of its neighbours up to an eighth of its distance to both sides,
 * which on a logarithmic axis is as wide everywhere. Points that are NaN do not count.
 */
export function smoothed({ distances, mean }: Pick<InfluenceCurve, 'distances' | 'mean'>): Float32Array {
  return mean.map((_value, at) => {
    const half = Math.floor(distances[at]! / 8);
    const known = mean.subarray(Math.max(0, at - half), at + half + 1).filter((value) => !Number.isNaN(value));
    return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

/** At the far end there are neighbours on one side only. */
function farEnd(mean: Float32Array): number {
  const known = mean.subarray(-Math.max(1, Math.floor(mean.length / 8))).filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Undefined for a curve without a point. */
export function curveFacts({ distances, mean }: Pick<InfluenceCurve, 'distances' | 'mean'>): CurveFacts | undefined {
  const [near] = mean;
  const longest = distances.at(-1);
  if (near === undefined || longest === undefined) return undefined;
  const far = farEnd(mean);
  const above = smoothed({ distances, mean }).findLastIndex((value) => value >= near / 10);
  return {
    near,
    far,
    longest,
    left: far / near,
    tenth: above + 1 < mean.length ? distances[above + 1] : undefined,
  };
}

/** 'fades to a tenth within 5 tokens', 'keeps 31 % at 64 tokens back', 'grows'. */
export function fadeText({ left, tenth, longest }: CurveFacts, percent: (share: number) => string): string {
  if (!Number.isFinite(left)) return 'nothing that could fade';
  if (left > 1) return `grows ${left >= 10 ? 'by orders of magnitude' : ''} with distance`.replace('  ', ' ');
  if (tenth !== undefined) return `a tenth within ${tenth} tokens, ${percent(left)} at ${longest}`;
  return `${percent(left)} at ${longest} tokens`;
}

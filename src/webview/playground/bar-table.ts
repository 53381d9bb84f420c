import type { PlaygroundBar, PlaygroundDistribution, SamplerName } from '../../protocol';
import { formatBits, formatCount, formatNumber, formatPercent, formatVisible } from '../../protocol/format';
import { samplerLabel } from '../../protocol/playground-samplers';

/** A line between two bars: from here on a sampler cuts off. */
export interface CutLine {
  /** Index of the bar before which it stands; as many as there are bars: before the rest. */
  readonly before: number;
  readonly text: string;
}

/** Samplers that cut off a tail; the others remove tokens here and there. */
const cutters: readonly SamplerName[] = ['topK', 'topP', 'minP', 'typicalP', 'epsilonCutoff'];

/** Where the tail is cut off that no token comes behind any more, and by which sampler, the mildest cut last. */
export function cutLines({ bars, rest, steps }: PlaygroundDistribution): readonly CutLine[] {
  const tail = bars.findLastIndex(({ removedBy }) => removedBy === undefined) + 1;
  const seen = new Set<SamplerName>();
  const lines: CutLine[] = [];
  bars.forEach(({ removedBy: by }, at) => {
    if (at < tail || by === undefined || !cutters.includes(by) || seen.has(by)) return;
    seen.add(by);
    lines.push({ before: at, text: `${samplerLabel(by)} cuts off here` });
  });
  const [cutter] = steps.filter(({ sampler, removed }) => removed > 0 && cutters.includes(sampler)).slice(-1);
  if (lines.length === 0 && cutter && rest.tokens > 0 && rest.left === 0) {
    lines.push({ before: bars.length, text: `${samplerLabel(cutter.sampler)} cuts off here` });
  }
  return lines;
}

/** What the samplers did to a token, in words. */
export function barWords({ removedBy, movedBy }: PlaygroundBar): string {
  if (removedBy !== undefined) return `removed: ${samplerLabel(removedBy)}`;
  return movedBy.length > 0 ? `moved: ${movedBy.map(samplerLabel).join(', ')}` : '';
}

const scales = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5] as const;

/** The probability at the right end of the bars: a round one, so that it seldom changes. */
export function barScale({ bars, rest }: PlaygroundDistribution): number {
  const values = [...bars, rest].flatMap(({ raw, filtered }) => [raw, filtered]);
  const most = values.reduce((largest, value) => Math.max(largest, value), 0);
  return scales.find((scale) => most <= scale) ?? 1;
}

/** What the distribution comes to, each with its unit. */
export function distributionFacts(distribution: PlaygroundDistribution): readonly (readonly [string, string])[] {
  const { entropy, entropyAfter, left, bars, rest, removedMass } = distribution;
  const count = (nats: number): string => formatNumber(Math.exp(nats));
  return [
    ['Entropy before', formatBits(entropy)],
    ['Entropy after', formatBits(entropyAfter)],
    ['Effective tokens', `${count(entropy)} \u2192 ${count(entropyAfter)}`],
    ['Tokens left', `${formatCount(left)} of ${formatCount(bars.length + rest.tokens)}`],
    ['Mass removed', formatPercent(removedMass)],
  ];
}

/** The bars as a table for files: probabilities from 0 to 1. */
export function barRows({ bars, rest }: PlaygroundDistribution) {
  const columns = ['id', 'token', 'probability', 'after samplers', 'removed by', 'moved by'];
  const rows = bars.map(({ id, piece, raw, filtered, removedBy, movedBy }) => [
    id,
    formatVisible(piece),
    raw,
    filtered,
    removedBy,
    movedBy.join(' ') || undefined,
  ]);
  return { columns, rows: [...rows, [undefined, `all ${rest.tokens} others`, rest.raw, rest.filtered, undefined, undefined]] }; // prettier-ignore
}

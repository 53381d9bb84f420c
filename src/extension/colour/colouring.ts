import type { Span } from '../../protocol';
import { toBits } from '../../protocol';
import type { TokenMirror } from '../token-mirror';

export const colourings = ['surprisal', 'rank', 'entropy', 'tokens', 'off'] as const;
export type Colouring = (typeof colourings)[number];

/** How tokens become levels. Thresholds ascend; a value below the first is level 0. */
export interface Levels {
  readonly colouring: Colouring;
  /** [7] bits. */
  readonly surprisal: readonly number[];
  /** [3] ranks, counted from one: level 0 is the top `rank[0]`. */
  readonly rank: readonly number[];
  /** [7] bits. */
  readonly entropy: readonly number[];
}

export interface LevelSpan extends Span {
  readonly level: number;
}

/** Tokens that share characters (bytes of one character) count as one piece of text. */
export interface TokenGroup extends Span {
  /** Bits, summed; NaN when one of the tokens is not scored. */
  readonly surprisal: number;
  /** The worst rank of its tokens, counted from 0; -1 when not scored. */
  readonly rank: number;
  /** Nats: of its first token, where the model had to choose the character. */
  readonly entropy: number;
  /** Tokens of the mirror [from, to). */
  readonly from: number;
  readonly to: number;
}

/** The groups among the tokens [from, to) of the mirror, in the order of the text. */
export function* groupTokens(mirror: TokenMirror, from: number, to: number): Generator<TokenGroup> {
  for (let first = from; first < to;) {
    const head = mirror.at(first);
    let { end, rank } = head;
    let nats = -head.logprob;
    let next = first + 1;
    for (; next < to; next++) {
      const token = mirror.at(next);
      if (token.start >= end) break;
      end = Math.max(end, token.end);
      nats -= token.logprob;
      rank = rank < 0 || token.rank < 0 ? -1 : Math.max(rank, token.rank);
    }
    yield { start: head.start, end, surprisal: toBits(nats), rank, entropy: head.entropy, from: first, to: next };
    first = next;
  }
}

/**
 * The coloured stretches of [span.start, span.end), at most `most` tokens of it. Neighbours of one level are one
 * stretch, except for token boundaries, whose levels alternate. Tokens without a score have no colour.
 */
export function levelSpans(mirror: TokenMirror, span: Span, levels: Levels, most = 4000): readonly LevelSpan[] {
  if (levels.colouring === 'off') return [];
  const [from, to] = mirror.within(span);
  const spans: { start: number; end: number; level: number }[] = [];
  let parity = from % 2;
  for (const group of groupTokens(mirror, from, Math.min(to, from + most))) {
    parity = 1 - parity;
    const level = levels.colouring === 'tokens' ? parity : levelOf(group, levels);
    if (level === undefined || group.end === group.start) continue;
    const last = spans.at(-1);
    if (last && last.level === level && last.end === group.start) last.end = group.end;
    else spans.push({ start: group.start, end: group.end, level });
  }
  return spans;
}

/** The level of a group; undefined where it has no colour. */
function levelOf(group: TokenGroup, levels: Levels): number | undefined {
  switch (levels.colouring) {
    case 'surprisal':
      return Number.isNaN(group.surprisal) ? undefined : countReached(levels.surprisal, group.surprisal);
    case 'entropy':
      return Number.isNaN(group.entropy) ? undefined : countReached(levels.entropy, toBits(group.entropy));
    case 'rank':
      return group.rank < 0 ? undefined : countReached(levels.rank, group.rank);
    case 'tokens':
    case 'off':
      return undefined;
  }
}

function countReached(thresholds: readonly number[], value: number): number {
  let reached = 0;
  while (reached < thresholds.length && value >= thresholds[reached]!) reached++;
  return reached;
}

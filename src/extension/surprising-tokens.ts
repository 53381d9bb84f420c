import { type TokenGroup, groupTokens } from './colour/colouring';
import type { TokenMirror } from './token-mirror';

export interface FoundSurprise {
  readonly group: TokenGroup;
  /** The search went past an end of the text and began again at the other. */
  readonly wrapped: boolean;
}

/**
 * The first surprising piece of text that begins after (before, for `direction` -1) `offset`, around the ends of the
 * text if need be. Surprising is what has at least `bits` of surprisal. Undefined when nothing has.
 */
export function findSurprise(
  mirror: TokenMirror,
  offset: number,
  bits: number,
  direction: 1 | -1,
): FoundSurprise | undefined {
  const surprising = [...groupTokens(mirror, 0, mirror.length)].filter((group) => group.surprisal >= bits);
  const found =
    direction === 1
      ? surprising.find((group) => group.start > offset)
      : surprising.findLast((group) => group.start < offset);
  const around = direction === 1 ? surprising[0] : surprising.at(-1);
  const group = found ?? around;
  return group && { group, wrapped: found === undefined };
}

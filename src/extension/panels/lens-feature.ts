import type { LensReading, Span } from '../../protocol';
import type { PanelFeature } from './panel-feature';

/** Guesses shown for each layer. */
const top = 5;

/** UTF-16 code units around the cursor that are looked at too, so that it can move without a new reading. */
const around = 64;

/** The layer view: the tokens of the selection, and of what stands around it where it is short. */
export function lensFeature(): PanelFeature<'lens'> {
  let looked: Span | undefined;
  return {
    controls: {},
    read: (text, _controls, { request }) => {
      looked = stretchAround(text.focus, text.text);
      return request('lens', { ...text, focus: looked, top });
    },
    answers: {},
    // Of a long selection only the first tokens have figures: the same stretch is not read again for the others.
    covers: (content, focus) => within(focus, spanOf(content)) || (looked !== undefined && within(focus, looked)),
  };
}

/** A stretch of at least twice `around`; it does not begin in the middle of a word, where that is near. */
export function stretchAround({ start, end }: Span, text: string): Span {
  if (end - start >= 2 * around) return { start, end };
  const first = Math.max(0, start - around);
  const space = first === 0 ? -1 : text.slice(first, start).search(/\s/);
  const last = Math.min(text.length, end + around);
  return { start: space < 0 ? first : first + space, end: last };
}

function spanOf({ tokens, from, to }: LensReading): Span {
  return { start: tokens.spans[2 * from]!, end: tokens.spans[2 * to - 1]! };
}

function within({ start, end }: Span, outer: Span): boolean {
  return start >= outer.start && end <= outer.end;
}

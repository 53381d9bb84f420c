import type { LensReading, Span } from '../../protocol';
import type { PanelFeature } from './panel-feature';

/** Guesses shown for each layer. */
const top = 5;

/** The layer view: the tokens of the selection, or the one at the cursor. */
export function lensFeature(): PanelFeature<'lens'> {
  return {
    controls: {},
    read: (text, _controls, { request }) => request('lens', { ...text, top }),
    answers: {},
    covers,
  };
}

function covers({ tokens, from, to }: LensReading, { start, end }: Span): boolean {
  return start >= tokens.spans[2 * from]! && end <= tokens.spans[2 * to - 1]!;
}

import type { InfluenceReading, Span } from '../../protocol';
import type { PanelFeature } from './panel-feature';

/** How far back it remembers: what influenced the token at the cursor. */
export function influenceFeature(): PanelFeature<'influence'> {
  return {
    controls: { measure: 'auto', unit: 'token' },
    read: (text, { measure, unit }, { request }) => request('influence', { ...text, measure, unit }),
    answers: {
      curve: ({ model, targets, longest }, _content, text, { request, task }) =>
        request('influenceCurve', { ...text, model, targets, longest, measure: 'auto', task }),
    },
    covers,
  };
}

/** Only the token that is explained. */
function covers({ tokens, target }: InfluenceReading, { start }: Span): boolean {
  return start >= tokens.spans[2 * target]! && start < tokens.spans[2 * target + 1]!;
}

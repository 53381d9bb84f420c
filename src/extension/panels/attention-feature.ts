import { coversRead } from './covers-read';
import type { PanelFeature } from './panel-feature';

/** The attention panel: as many tokens around the cursor as are chosen. */
export function attentionFeature(): PanelFeature<'attention'> {
  return {
    controls: { limit: 512, target: '' },
    read: (text, { limit, target }, { request }) =>
      request('attention', { ...text, limit, ...(target !== '' && { target }) }),
    answers: {
      attentionMap: (params, { reading }, _text, { request, task }) =>
        request('attentionMap', { ...params, reading, task }),
      attentionTile: (params, { reading }, _text, { request }) => request('attentionTile', { ...params, reading }),
      attentionStrip: (params, { reading }, _text, { request }) => request('attentionStrip', { ...params, reading }),
    },
    covers: ({ tokens }, focus) => coversRead(tokens, focus),
    forget: ({ reading }, { request }) => void request('closeReading', { reading }).catch(() => undefined),
  };
}

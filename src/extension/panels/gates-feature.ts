import { coversRead } from './covers-read';
import { excerptsOf } from './gates-excerpt';
import type { PanelFeature } from './panel-feature';

/** UTF-16 code units behind the cursor that are read too: a model reads from the left, a person to both sides. */
const ahead = 4000;

/** The recurrent view. */
export function gatesFeature(): PanelFeature<'gates'> {
  return {
    controls: {},
    read: (text, _controls, { request }) => {
      const { start, end } = text.focus;
      return request('gates', { ...text, focus: { start, end: Math.min(text.text.length, end + ahead) } });
    },
    answers: {
      gatesValues: (params, { reading }, _text, { request }) => request('gatesValues', { ...params, reading }),
      gatesOrder: (params, { reading }, _text, { request }) => request('gatesOrder', { ...params, reading }),
      gatesOn: (params, { reading }, _text, { request }) => request('gatesOn', { ...params, reading }),
      gatesProperty: (params, { reading }, _text, { request }) => request('gatesProperty', { ...params, reading }),
      gatesFind: async (params, { reading }, { text }, { request, task }) => {
        const places = await request('gatesFind', { ...params, reading, task });
        const excerpts = excerptsOf(text, places);
        return places.map((place, index) => ({ ...place, ...excerpts[index]! }));
      },
    },
    covers: ({ tokens }, focus) => coversRead(tokens, focus),
    forget: ({ reading }, { request }) => void request('closeReading', { reading }).catch(() => undefined),
  };
}

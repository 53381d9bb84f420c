import type { AttentionReading, InsideText, ReadTokens, Span } from '../../protocol';
import { AttentionArcs } from './attention-arcs';
import { coversRead } from './covers-read';
import type { DocumentColours, PanelFeature } from './panel-feature';

/** The attention panel: as many tokens around the cursor as are chosen, or nothing but the selection. */
export function attentionFeature(colours: DocumentColours): PanelFeature<'attention'> {
  const arcs = new AttentionArcs(colours);
  return {
    controls: { limit: 512, extent: 'around', target: '' },
    read: async (text, { limit, extent, target }, { request }) => {
      const stretch = extent === 'selection' ? selected(text) : undefined;
      const read = { ...(stretch ? within(text, stretch) : text), limit, ...(target !== '' && { target }) };
      const reading = await request('attention', read);
      return stretch ? moved(reading, stretch.start) : reading;
    },
    answers: {
      attentionMap: (params, { reading }, _text, { request, task }) =>
        request('attentionMap', { ...params, reading, task }),
      attentionTile: (params, { reading }, _text, { request }) => request('attentionTile', { ...params, reading }),
      attentionStrip: (params, { reading }, _text, { request }) => request('attentionStrip', { ...params, reading }),
      marks: (marks) => {
        arcs.show(marks ?? undefined);
        return Promise.resolve(null);
      },
    },
    covers: ({ tokens }, focus) => coversRead(tokens, focus),
    // The page says what is marked; a text that changes has its marks moved by the editor until it is read again.
    mark: (document, content) => arcs.follow(content && document),
    forget: ({ reading }, { request }) => void request('closeReading', { reading }).catch(() => undefined),
    dispose: () => arcs.dispose(),
  };
}

/** undefined without a selection. */
function selected({ focus }: InsideText): Span | undefined {
  return focus.end > focus.start ? focus : undefined;
}

/** A stretch of the text as a text of its own. */
export function within(text: InsideText, { start, end }: Span): InsideText {
  return { ...text, text: text.text.slice(start, end), focus: { start: 0, end: end - start } };
}

/** The reading of a stretch with offsets of the whole text. */
export function moved(reading: AttentionReading, by: number): AttentionReading {
  const tokens: ReadTokens = { ...reading.tokens, spans: reading.tokens.spans.map((offset) => offset + by) };
  return { ...reading, tokens };
}

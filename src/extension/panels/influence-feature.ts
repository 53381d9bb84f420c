import { canDo, type ComparableModel, type InfluenceReading, type InsideText, type Span } from '../../protocol';
import { InfluencePainter } from './influence-painter';
import type { DocumentColours, PanelContext, PanelFeature } from './panel-feature';

/** UTF-16 code units to each side of the cursor that the targets of a curve are spread over: about a thousand tokens. */
const around = 2500;

/** How far back it remembers: what influenced the token at the cursor. */
export function influenceFeature(colours: DocumentColours): PanelFeature<'influence'> {
  const painter = new InfluencePainter(colours);
  /** What was explained last, and of which text. */
  let explained: { readonly text: string; readonly content: InfluenceReading } | undefined;
  return {
    controls: { measure: 'auto', unit: 'word' },
    read: async (text, { measure, unit }, { request }) => {
      const focus = explained && explained.text === text.text ? focusOf(explained.content, text.focus) : text.focus;
      const content = await request('influence', { ...text, focus, measure, unit });
      explained = { text: text.text, content };
      return content;
    },
    answers: {
      models: (_params, _content, _text, context) => comparable(context),
      curve: (params, _content, text, { request, task }) =>
        request('influenceCurve', { ...text, ...params, focus: stretchFor(text), task }),
    },
    covers,
    mark: (document, content, live) => painter.show(document, content, live),
    dispose: () => painter.dispose(),
  };
}

/** The token that is explained, where what is selected belongs to it: another measure explains it again. */
function focusOf(content: InfluenceReading, focus: Span): Span {
  const start = content.tokens.spans[2 * content.target]!;
  return covers(content, focus) ? { start, end: start } : focus;
}

/** The text to both sides of where the person looks; all of a short one. */
export function stretchFor({ text, focus }: Pick<InsideText, 'text' | 'focus'>): Span {
  // What one side lacks the other gets.
  const start = Math.max(0, Math.min(focus.start - around, text.length - 2 * around));
  return { start, end: Math.min(text.length, start + 2 * around) };
}

async function comparable({ request }: PanelContext): Promise<readonly ComparableModel[]> {
  const installed = await request('models', {});
  return installed
    .filter((model) => canDo(model, 'influence'))
    .map(({ name, family }) => ({ name, family: family ?? '' }));
}

/**
 * The token that is explained, and each unit before it when just that is selected: a click in the panel selects it, and
 * the token goes on being explained.
 */
export function covers({ tokens, target, units }: InfluenceReading, { start, end }: Span): boolean {
  if (start >= tokens.spans[2 * target]! && start < tokens.spans[2 * target + 1]!) return true;
  if (start === end) return false;
  for (let at = 0; at < units.length; at += 3) if (units[at] === start && units[at + 1] === end) return true;
  return false;
}

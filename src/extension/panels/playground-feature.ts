import * as vscode from 'vscode';
import { fail, samplersOf } from '../../protocol';
import { legendOf } from '../colour/legend';
import type { Settings } from '../settings';
import type { WritingChoices } from '../writing/writing-choices';
import { WritingPlace } from '../writing/writing-place';
import type { PanelFeature } from './panel-feature';

/** The distribution of the next token at the cursor, with every sampler a control, and samples drawn from it. */
export function playgroundFeature(choices: WritingChoices, settings: Settings): PanelFeature<'playground'> {
  let place: WritingPlace | undefined;
  let placed: unknown;
  return {
    controls: {},
    read: async (text, _controls, { request }) => {
      const { end } = text.focus;
      const before = { ...text, text: text.text.slice(0, end), focus: { start: end, end } };
      const reading = await request('playground', before);
      const { surprisalThresholds, rankThresholds, entropyThresholds, palette } = settings.values;
      const levels = {
        colouring: 'surprisal' as const,
        surprisal: surprisalThresholds,
        rank: rankThresholds,
        entropy: entropyThresholds,
      };
      const legend = legendOf(levels, palette, vscode.l10n.t);
      return { ...reading, settings: choices.value, surprise: { thresholds: surprisalThresholds, legend } };
    },
    answers: {
      distribution: ({ settings: chosen, top }, { reading }, _text, { request }) => {
        choices.set(chosen);
        return request('playgroundDistribution', { ...samplersOf(chosen), reading, top });
      },
      samples: async ({ settings: chosen }, { reading }, _text, { request, task, listen, tell }) => {
        choices.set(chosen);
        const listener = listen('sampled', ({ task: of, ...part }) => {
          if (of === task) tell(part);
        });
        try {
          const { sample, seed, count, maxNewTokens } = chosen;
          const how = { sample, seed, count, maxNewTokens };
          return await request('playgroundSamples', { ...samplersOf(chosen), ...how, reading, task });
        } finally {
          listener.dispose();
        }
      },
      insert: async ({ text }) => {
        if (place?.offset === undefined) {
          throw fail(
            'cancelled',
            vscode.l10n.t('The text before this place has changed since it was read. Wait until it is read again.'),
          );
        }
        const { document, offset } = place;
        // A place of its own: each sample is taken back by an undo of its own.
        const once = new WritingPlace(document, offset);
        try {
          if (await once.write(text)) return null;
        } finally {
          once.dispose();
        }
        throw fail('bad-request', vscode.l10n.t('The document cannot be changed: nothing was written.'));
      },
      clipboard: async () => ({ text: await vscode.env.clipboard.readText() }),
    },
    covers: ({ at }, { end }) => end === at,
    mark: (document, content, live) => {
      if (content === placed) return;
      place?.dispose();
      placed = content;
      // A text that changed before its reading came has lost the place.
      place = content === undefined || live ? undefined : new WritingPlace(document, content.at);
    },
    forget: ({ reading }, { request }) => void request('closeReading', { reading }).catch(() => undefined),
    dispose: () => place?.dispose(),
  };
}

import {
  completionExtents,
  fail,
  type CompletedText,
  type CompletionOptions,
  type CompletionRequests,
} from '../../protocol';
import { samplerChain } from '../decoding/sampler-chain';
import type { Handlers } from '../handlers';
import { urgency } from '../scheduler';
import { provenanceOf } from '../scoring/window-shape';
import { arrangePrompt, completionWindow } from './arrange-prompt';
import { completeText } from './complete-text';
import { firstTokens } from './first-tokens';

const mostTexts = 32;

/** Refuses (`bad-request`), by name, options that cannot be used. */
export function checkCompletion(options: CompletionOptions): void {
  const { maxNewTokens, extent, count, leastProbability, samplers, window } = options;
  samplerChain(samplers);
  const whole = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
  const checks: readonly (readonly [boolean, string])[] = [
    [whole(maxNewTokens), `maxNewTokens is ${maxNewTokens}; it must be a whole number of at least 1.`],
    [whole(count) && count <= mostTexts, `count is ${count}; it must be a whole number from 1 to ${mostTexts}.`],
    [completionExtents.includes(extent), `extent is ${extent}; it must be one of ${completionExtents.join(', ')}.`],
    [
      leastProbability >= 0 && leastProbability < 1,
      `leastProbability is ${leastProbability}; it must be at least 0 and less than 1.`,
    ],
    [window === undefined || whole(window), `window is ${window}; it must be a whole number of at least 1.`],
  ];
  const wrong = checks.find(([fine]) => !fine);
  if (wrong) throw fail('bad-request', wrong[1]);
}

/** Each text once: the one that is written where only one is asked for, then the others, the most probable first. */
function distinct([leading, ...others]: readonly CompletedText[]): readonly CompletedText[] {
  if (!leading) return [];
  const byText = new Map<string, CompletedText>();
  for (const text of others) {
    const known = byText.get(text.text);
    if (!known || known.logprob < text.logprob) byText.set(text.text, text);
  }
  byText.delete(leading.text);
  return [leading, ...[...byText.values()].sort((a, b) => b.logprob - a.logprob)];
}

/** Requests about what could be inserted at the cursor. */
export const completionHandlers: Handlers<keyof CompletionRequests> = {
  complete: async (engine, request, token) => {
    const { options, prefix, suffix } = request;
    checkCompletion(options);
    return engine.completions.inTurn(() =>
      engine.inside.work(
        request,
        token,
        async function* (model) {
          const prompt = await arrangePrompt(model, request, token);
          const start = prompt.ids.length;
          const reading = engine.completions.take(model, prompt.ids);
          const reused = reading.ids.length;
          try {
            yield* reading.read(prompt.ids.subarray(reused));
            const around = { prefix, suffix, extent: options.extent };
            const texts: CompletedText[] = [];
            for (const first of yield* firstTokens(reading, prompt, options.count)) {
              const text = yield* completeText(reading, prompt, start, first, around, options);
              if (text) texts.push(text);
            }
            const window = completionWindow(model, options);
            return {
              texts: distinct(texts),
              typed: prompt.typed,
              provenance: provenanceOf(model, { window, stride: window }),
              arrangement: prompt.arrangement,
              cut: prompt.cut,
              prompt: start + prompt.typedIds.length,
              reused,
            };
          } finally {
            engine.completions.put(reading);
          }
        },
        urgency.interactive,
      ),
    );
  },
};

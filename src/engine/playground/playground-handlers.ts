import type { CancellationToken } from 'vscode-jsonrpc';
import {
  fail,
  mostSamples,
  type BannedWord,
  type PlaygroundRequests,
  type PlaygroundSamplers,
  type SampleOptions,
  type SamplerOptions,
} from '../../protocol';
import { readBefore } from '../branches/read-branches';
import { samplerChain } from '../decoding/sampler-chain';
import type { Handlers } from '../handlers';
import { urgency } from '../scheduler';
import { provenanceOf } from '../scoring/window-shape';
import type { Tokenizer } from '../text/tokenizer';
import { bannedWords } from './banned-words';
import { drawSamples } from './draw-samples';
import { KeptPlayground } from './kept-playground';
import { playgroundDistribution } from './playground-distribution';

const mostTop = 200;
/** New tokens at most where a state is carried without end. */
const mostNewTokens = 4096;

/** The samplers with the words that are banned, as ids. */
async function withWords(
  tokenizer: Tokenizer,
  { samplers, bannedWords: words }: PlaygroundSamplers,
  token: CancellationToken,
): Promise<{ readonly options: SamplerOptions; readonly banned: readonly BannedWord[] }> {
  const banned = await bannedWords(tokenizer, words, token);
  const ids = banned.flatMap(({ forms }) => forms.map((form) => form.ids));
  const bannedIds = [...(samplers.bannedIds ?? []), ...ids];
  return { options: bannedIds.length > 0 ? { ...samplers, bannedIds } : samplers, banned };
}

function checkSamples({ count, maxNewTokens, seed }: SampleOptions, room: number): void {
  const within = (value: number, most: number): boolean => Number.isSafeInteger(value) && value >= 1 && value <= most;
  if (!within(count, mostSamples)) {
    throw fail('bad-request', `count is ${count}; it must be a whole number from 1 to ${mostSamples}.`);
  }
  if (!Number.isSafeInteger(seed)) throw fail('bad-request', `seed is ${seed}; it must be a whole number.`);
  if (!within(maxNewTokens, room)) {
    throw fail('bad-request', `maxNewTokens is ${maxNewTokens}; here it must be a whole number from 1 to ${room}.`);
  }
}

/** Requests about one distribution, and samples drawn from it. */
export const playgroundHandlers: Handlers<keyof PlaygroundRequests> = {
  playground: async ({ inside }, request, token) =>
    inside.work(request, token, async function* (model, report) {
      const { tokens } = await readBefore(request, model, token);
      yield;
      const { precision, provider } = request;
      const room = Math.min(mostNewTokens, (model.context ?? Infinity) - tokens.ids.length);
      const kept = new KeptPlayground({ model: request.model, precision, provider }, tokens, room, model.tokenizer);
      yield* kept.start(model, report);
      const window = model.context ?? Infinity;
      return {
        reading: inside.readings.add(kept),
        tokens,
        provenance: provenanceOf(model, { window, stride: window }),
        at: request.focus.end,
        room,
        vocabulary: kept.logits.length,
      };
    }),
  playgroundDistribution: async ({ inside, scheduler }, request, token) => {
    const kept = inside.readings.get(request.reading, KeptPlayground);
    const { top } = request;
    if (!Number.isSafeInteger(top) || top < 1 || top > mostTop) {
      throw fail('bad-request', `top is ${top}; it must be a whole number from 1 to ${mostTop}.`);
    }
    const { logits, tokenizer, branches } = kept;
    const { options, banned } = await withWords(tokenizer, request, token);
    return scheduler.once(urgency.interactive, () =>
      Promise.resolve().then(() =>
        playgroundDistribution(logits, branches.prompt, options, top, (id) => tokenizer.piece(id), banned),
      ),
    );
  },
  playgroundSamples: async ({ inside, emit }, request, token) => {
    const kept = inside.readings.get(request.reading, KeptPlayground);
    checkSamples(request, kept.room);
    const { task } = request;
    const { options } = await withWords(kept.tokenizer, request, token);
    samplerChain(options);
    const work = { ...kept.branches.request, ...(task !== undefined && { task }) };
    return inside.work(work, token, async function* (model, report) {
      yield* kept.start(model, () => undefined);
      const all = (request.sample ? request.count : 1) * request.maxNewTokens;
      let done = 0;
      // A view that goes on to another place closes the reading; these samples go on from this one.
      const { logits } = kept;
      const root = await kept.branches.place([]);
      const start = () => ({ place: root.copy(), logits });
      const samples = yield* drawSamples(
        model,
        kept.branches.prompt,
        start,
        options,
        request,
        (sample, sampled, text, end) => {
          done = sample * request.maxNewTokens;
          if (task !== undefined) {
            emit('sampled', { task, sample, token: sampled, text, ...(end !== undefined && { end }) });
          }
          done++;
          report(done, all);
        },
      );
      return { samples };
    });
  },
};

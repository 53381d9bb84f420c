import type { DecodingRequests } from '../../protocol';
import type { Handlers } from '../handlers';
import { provenanceOf } from '../scoring/window-shape';
import { beamSearch } from './beam-search';
import { checkGeneration } from './generate-options';
import { generateSome } from './generate';
import { groupBeamSearch } from './group-beam-search';
import { tokensOf, type Told } from './hypothesis';
import { readFrom } from './next-tokens';
import { readPrompt } from './prompt';
import { distribution } from './sampler-chain';

/** Requests about how a text goes on. */
export const decodingHandlers: Handlers<keyof DecodingRequests> = {
  generate: async (engine, request, token) => {
    const { prompt, options, task } = request;
    checkGeneration(options);
    return engine.inside.work(request, token, async function* (model) {
      const { ids, cut } = await readPrompt(model, prompt, options.maxNewTokens, token);
      yield;
      const start = yield* readFrom(model, ids);
      const told: Told = (sequence, hypothesis, text) => {
        if (task === undefined) return;
        engine.emit('generated', { task, sequence, text, tokens: tokensOf(model.tokenizer, hypothesis) });
      };
      const search = options.groups > 1 ? groupBeamSearch : options.beams > 1 ? beamSearch : generateSome;
      const sequences = yield* search(model, ids, start, options, told);
      const window = model.context ?? Infinity;
      return { sequences, cut, provenance: provenanceOf(model, { window, stride: window }) };
    });
  },
  // Through a promise, so that a refusal is one and no exception.
  distribution: (_engine, { logits, previousIds, options }) =>
    Promise.resolve().then(() => ({ probabilities: Float32Array.from(distribution(logits, previousIds, options)) })),
};

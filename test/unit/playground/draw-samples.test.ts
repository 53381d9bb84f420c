import assert from 'node:assert/strict';
import { readFrom } from '../../../src/engine/decoding/next-tokens';
import { drawSamples } from '../../../src/engine/playground/draw-samples';
import type { Sample, SampleOptions } from '../../../src/protocol';
import { MarkovModel } from '../decoding/markov-model';

/** Ends nearly always; else goes from one letter to the other. */
const model = new MarkovModel(
  [
    [0, 0, 6],
    [0, 0, 6],
    [0, 0, 6],
  ],
  [2],
  undefined,
);

async function drawn(options: Partial<SampleOptions>): Promise<readonly Sample[]> {
  const prompt = Int32Array.of(0);
  const all = { sample: true, seed: 1, count: 6, maxNewTokens: 12, ...options };
  const read = readFrom(model, prompt);
  for (;;) {
    const { done, value } = await read.next();
    if (done !== true) continue;
    const start = () => ({ ...value, place: value.place.copy() });
    const steps = drawSamples(model, prompt, start, {}, all, () => undefined);
    for (;;) {
      const step = await steps.next();
      if (step.done === true) return step.value;
    }
  }
}

describe('samples', () => {
  it('end where the model ends', async () => {
    assert.ok((await drawn({})).some(({ tokens }) => tokens.length < 5));
  });

  it('end no sooner than they may, and tell the probabilities of the model itself', async () => {
    const samples = await drawn({ minNewTokens: 5 });
    assert.ok(samples.every(({ tokens }) => tokens.length > 5));
    const letter = -Math.log(2 + Math.exp(6));
    for (const { tokens } of samples) {
      for (const { id, logprob } of tokens.slice(0, 5)) {
        assert.notEqual(id, 2);
        assert.ok(Math.abs(logprob - letter) < 1e-6);
      }
    }
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { PlaygroundDistribution, SamplerOptions } from '../../../src/protocol';
import { greatest, playgroundDistribution } from '../../../src/engine/playground/playground-distribution';
import { walkSamplers } from '../../../src/engine/playground/sampler-walk';
import { softmax } from '../../../src/engine/decoding/softmax';

interface Golden {
  readonly logits: readonly number[];
  readonly previousIds: readonly number[];
  readonly cases: readonly { readonly options: SamplerOptions; readonly probabilities: readonly number[] }[];
}

const golden = JSON.parse(readFileSync('test/golden/logits-processors.json', 'utf8')) as Golden;
const logits = Float32Array.from(golden.logits);
const previous = Int32Array.from(golden.previousIds);
const near = (a: number, b: number, by = 1e-9): boolean => Math.abs(a - b) <= by;
const told = (options: SamplerOptions, top: number): PlaygroundDistribution =>
  playgroundDistribution(logits, previous, options, top, String, []);

describe('the samplers step by step', () => {
  for (const { options, probabilities } of golden.cases) {
    it(`come to the distribution of transformers, each removed token with its sampler: ${JSON.stringify(options)}`, () => {
      const { raw, filtered, removedBy, steps } = walkSamplers(logits, previous, options);
      filtered.forEach((p, id) =>
        assert.ok(near(p, probabilities[id]!, 2e-6), `${id}: ${p}, not ${probabilities[id]}`),
      );
      filtered.forEach((p, id) => assert.equal(p === 0, removedBy.has(id), `token ${id}`));
      for (const { sampler, removed, mass } of steps) {
        const own = [...removedBy].filter(([, by]) => by === sampler).map(([id]) => id);
        assert.equal(removed, own.length);
        assert.ok(near(mass, own.reduce((sum, id) => sum + raw[id]!, 0))); // prettier-ignore
      }
      const kept = [...raw.keys()].filter((id) => !removedBy.has(id)).reduce((sum, id) => sum + raw[id]!, 0);
      assert.ok(
        near(
          steps.reduce((sum, { mass }) => sum + mass, kept),
          1,
        ),
      );
    });
  }

  it('name the sampler that removed each token', () => {
    const { removedBy, steps } = walkSamplers(logits, previous, { bannedIds: [[28]], topK: 3, minP: 0.2 });
    assert.deepEqual(steps.map(({ sampler }) => sampler), ['bannedIds', 'topK', 'minP']); // prettier-ignore
    assert.equal(removedBy.get(28), 'bannedIds');
    // Of the three best that are left, the third has less than a fifth of the best one's probability.
    assert.deepEqual([18, 27, 15].map((id) => removedBy.get(id)), [undefined, undefined, 'minP']); // prettier-ignore
    assert.equal(removedBy.get(22), 'topK');
  });

  it('name the penalties that moved a token, and no temperature', () => {
    const { movedBy, steps } = walkSamplers(logits, previous, {
      repetitionPenalty: 1.3,
      frequencyPenalty: 0.5,
      temperature: 0.7,
    });
    assert.deepEqual(movedBy.get(32), ['repetitionPenalty', 'frequencyPenalty']);
    assert.equal(movedBy.get(28), undefined);
    assert.equal(steps.find(({ sampler }) => sampler === 'repetitionPenalty')?.moved, new Set(previous).size);
    assert.equal(steps.find(({ sampler }) => sampler === 'temperature')?.moved, 0);
  });

  it('are no step where they do nothing', () => {
    const { steps, raw, filtered } = walkSamplers(logits, previous, { temperature: 1, topK: 0, topP: 1 });
    assert.deepEqual(steps, []);
    assert.deepEqual(raw, filtered);
  });
});

describe('the distribution of the playground', () => {
  it('has bars and a rest that sum to one, before and after', () => {
    for (const options of [{}, { topK: 4 }, { topP: 0.9, temperature: 1.6 }, { repetitionPenalty: 1.3 }]) {
      const { bars, rest, left, removedMass } = told(options, 8);
      assert.equal(bars.length, 8);
      assert.ok(near(bars.reduce((sum, { raw }) => sum + raw, rest.raw), 1)); // prettier-ignore
      assert.ok(near(bars.reduce((sum, { filtered }) => sum + filtered, rest.filtered), 1)); // prettier-ignore
      assert.equal(bars.length + rest.tokens, logits.length);
      assert.equal(bars.filter(({ removedBy }) => removedBy === undefined).length + rest.left, left);
      assert.ok(removedMass >= 0 && removedMass < 1);
    }
  });

  it('counts what is left: uniform logits have as many effective tokens as there are', () => {
    const flat = new Float32Array(10);
    const { entropy, entropyAfter, left } = playgroundDistribution(flat, new Int32Array(), {}, 3, String, []);
    assert.ok(near(Math.exp(entropy), 10) && near(Math.exp(entropyAfter), 10));
    assert.equal(left, 10);
    const cut = playgroundDistribution(Float32Array.of(0, 0, -9, -9), new Int32Array(), { topK: 2 }, 3, String, []);
    assert.ok(near(Math.exp(cut.entropyAfter), 2));
    assert.equal(cut.left, 2);
  });

  it('shows the best first, equals in the order of their ids', () => {
    assert.deepEqual(greatest(Float64Array.of(0.1, 0.4, 0.1, 0.3, 0.1), 4), [1, 3, 0, 2]);
    const probabilities = softmax(Float64Array.from(logits));
    const sorted = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]! || a - b);
    assert.deepEqual(greatest(probabilities, 12), sorted.slice(0, 12));
  });
});

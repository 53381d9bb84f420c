import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { FailureError, type SamplerOptions } from '../../../src/protocol';
import { distribution } from '../../../src/engine/decoding/sampler-chain';

interface Golden {
  readonly logits: readonly number[];
  readonly previousIds: readonly number[];
  readonly cases: readonly { readonly options: SamplerOptions; readonly probabilities: readonly number[] }[];
}

const golden = JSON.parse(readFileSync('test/golden/logits-processors.json', 'utf8')) as Golden;
const logits = Float32Array.from(golden.logits);
const previous = Int32Array.from(golden.previousIds);
const run = (options: SamplerOptions, ids = previous, values = logits): Float64Array =>
  distribution(values, ids, options);
const left = (options: SamplerOptions, ids = previous): number[] =>
  [...run(options, ids).entries()].filter(([, p]) => p > 0).map(([id]) => id);

describe('the samplers', () => {
  for (const { options, probabilities } of golden.cases) {
    it(`are those of transformers: ${JSON.stringify(options)}`, () => {
      const found = run(options);
      assert.equal(found.length, probabilities.length);
      found.forEach((p, id) =>
        assert.ok(Math.abs(p - probabilities[id]!) < 2e-6, `${id}: ${p}, not ${probabilities[id]}`),
      );
    });
  }

  it('do nothing at their neutral values', () => {
    const neutral: SamplerOptions = {
      repetitionPenalty: 1, presencePenalty: 0, frequencyPenalty: 0, noRepeatNgramSize: 0, bannedIds: [], temperature: 1,
      topK: 0, topP: 1, minP: 0, typicalP: 1, epsilonCutoff: 0,
    }; // prettier-ignore
    assert.deepEqual(run(neutral), run({}));
  });

  it('take presence once and frequency each time from the logits of what occurred', () => {
    const ids = Int32Array.of(3, 5, 3);
    const plain = run({}, ids);
    const ratio = (options: SamplerOptions, id: number): number => {
      const found = run(options, ids);
      return Math.log(found[id]! / found[0]!) - Math.log(plain[id]! / plain[0]!);
    };
    assert.ok(Math.abs(ratio({ presencePenalty: 0.5 }, 3) + 0.5) < 1e-9);
    assert.ok(Math.abs(ratio({ frequencyPenalty: 0.5 }, 3) + 1) < 1e-9);
    assert.ok(Math.abs(ratio({ frequencyPenalty: 0.5 }, 5) + 0.5) < 1e-9);
  });

  it('remove the last id of a banned sequence only where the others have just come', () => {
    assert.ok(!left({ bannedIds: [[7, 13, 18]] }).includes(18));
    assert.ok(left({ bannedIds: [[7, 12, 18]] }).includes(18));
    assert.ok(!left({ bannedIds: [[18]] }, new Int32Array()).includes(18));
  });

  it('repeat no n-gram: what followed the last tokens before is removed, and nothing else', () => {
    const all = left({});
    const ids = Int32Array.of(1, 2, 3, 1, 2, 4, 1, 2);
    assert.deepEqual(left({ noRepeatNgramSize: 3 }, ids), all.filter((id) => id !== 3 && id !== 4)); // prettier-ignore
    assert.deepEqual(left({ noRepeatNgramSize: 3 }, Int32Array.of(1)), all);
    assert.deepEqual(left({ noRepeatNgramSize: 1 }, ids), all.filter((id) => ![1, 2, 3, 4].includes(id))); // prettier-ignore
  });

  it('keep at least the best token, however hard they cut', () => {
    const best = golden.logits.indexOf(Math.max(...golden.logits));
    for (const options of [{ topK: 1 }, { topP: 1e-9 }, { minP: 1 }, { epsilonCutoff: 0.999 }]) {
      assert.deepEqual(left(options), [best], JSON.stringify(options));
    }
    assert.equal(left({ typicalP: 1e-9 }).length, 1);
  });

  it('refuse by name what is unknown, out of range or leaves nothing', () => {
    const refused = (options: object, sentence: RegExp): void => {
      assert.throws(
        () => run(options),
        (error) =>
          error instanceof FailureError && error.failure.code === 'bad-request' && sentence.test(error.message),
        JSON.stringify(options),
      );
    };
    refused({ temprature: 1 }, /"temprature".*temperature/);
    refused({ temperature: 0 }, /temperature is 0; it must be above 0/);
    refused({ topK: 2.5 }, /topK/);
    refused({ topP: 1.1 }, /topP is 1.1; it must be above 0 and at most 1/);
    refused({ minP: -0.1 }, /minP/);
    refused({ repetitionPenalty: 0 }, /repetitionPenalty/);
    refused({ bannedIds: [[]] }, /bannedIds/);
    refused({ bannedIds: golden.logits.map((_, id) => [id]) }, /no token/);
    assert.throws(() => run({}, Int32Array.of(40)), /no token 40/);
    assert.throws(() => run({}, previous, Float32Array.of(1, Number.NaN)), /no numbers/);
  });
});

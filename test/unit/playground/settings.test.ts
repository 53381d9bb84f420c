import assert from 'node:assert/strict';
import {
  defaultPlayground,
  distinctShare,
  FailureError,
  generationConfigOf,
  perplexityOf,
  type PlaygroundSettings,
  repetitionOf,
  samplerControls,
  samplersOf,
  settingsFrom,
} from '../../../src/protocol';
import { samplerTable } from '../../../src/engine/decoding/sampler-table';

const settings: PlaygroundSettings = {
  ...defaultPlayground,
  samplers: {
    repetitionPenalty: 1.25,
    presencePenalty: 0.5,
    frequencyPenalty: -0.25,
    noRepeatNgramSize: 3,
    temperature: 0.7,
    topK: 40,
    topP: 0.9,
    minP: 0.05,
    typicalP: 0.95,
    epsilonCutoff: 0.0004,
  },
  bannedIds: [[5], [7, 12]],
  seed: 42,
  count: 5,
  maxNewTokens: 17,
};

const refused = (text: string): string => {
  try {
    settingsFrom(text, defaultPlayground);
  } catch (error) {
    assert.ok(error instanceof FailureError);
    return error.failure.message;
  }
  throw new Error('was not refused');
};

describe('settings of the playground as JSON', () => {
  it('come back as they were', () => {
    const text = generationConfigOf(settings, settings.bannedIds);
    assert.deepEqual(settingsFrom(text, defaultPlayground), { settings, unknown: [] });
  });

  it('have the names of GenerationConfig, the seed beside them', () => {
    const json = JSON.parse(generationConfigOf(settings, settings.bannedIds)) as Record<string, unknown>;
    assert.deepEqual(json['generation_config'], {
      do_sample: true, max_new_tokens: 17, num_return_sequences: 5, repetition_penalty: 1.25, no_repeat_ngram_size: 3,
      temperature: 0.7, top_k: 40, top_p: 0.9, min_p: 0.05, typical_p: 0.95, epsilon_cutoff: 0.0004,
      bad_words_ids: [[5], [7, 12]],
    }); // prettier-ignore
    assert.deepEqual([json['seed'], json['presence_penalty'], json['frequency_penalty']], [42, 0.5, -0.25]);
  });

  it('may be a plain generation_config.json, of which the rest is left out by name', () => {
    const { settings: found, unknown } = settingsFrom('{"eos_token_id": 2, "temperature": 0.6, "top_k": 50}', settings);
    assert.deepEqual(found, { ...settings, samplers: { ...settings.samplers, temperature: 0.6, topK: 50 } });
    assert.deepEqual(unknown, ['eos_token_id']);
  });

  it('are refused by name where a value cannot be used', () => {
    assert.match(refused('temperature'), /no JSON/);
    assert.match(refused('[1]'), /no JSON object/);
    assert.match(refused('{"top_p": 1.5}'), /^top_p is 1\.5; .*Nothing was changed/);
    assert.match(refused('{"top_k": 2.5}'), /^top_k is 2\.5; it must be a whole number/);
    assert.match(refused('{"do_sample": "yes"}'), /^do_sample is "yes"/);
    assert.match(refused('{"bad_words_ids": [[]]}'), /^bad_words_ids is/);
    assert.match(refused('{"seed": 0.5}'), /^seed is 0\.5/);
  });

  it('name the samplers that do something, and no others', () => {
    const neutral = Object.fromEntries(samplerControls.map(({ name, neutral: value }) => [name, value]));
    const off = { ...settings, samplers: { ...settings.samplers, ...neutral }, bannedIds: [], bannedWords: ['x'] };
    assert.deepEqual(samplersOf(off), { samplers: {}, bannedWords: ['x'] });
    const two = { ...off, samplers: { ...off.samplers, topK: 5, minP: 0.1 } };
    assert.deepEqual(samplersOf(two).samplers, { topK: 5, minP: 0.1 });
  });

  it('have a control for every sampler of the table but the banned ids, in its order', () => {
    const names = Object.keys(samplerTable).filter((name) => name !== 'bannedIds');
    assert.deepEqual(samplerControls.map(({ name }) => name), names); // prettier-ignore
    for (const { name, neutral, least, most, min, max } of samplerControls) {
      assert.equal(samplerTable[name].from(neutral), undefined, `${name} does nothing at ${neutral}`);
      assert.ok(least <= min && max <= most, name);
      for (const value of [least, most, min, max]) assert.notEqual(samplerTable[name].from(value), 'unusable', name);
    }
  });
});

describe('measures of repetition', () => {
  it('are shares of the runs of tokens', () => {
    // 1 2 1 2 3: three of five tokens differ; pairs 12 21 12 23: three of four.
    assert.equal(distinctShare([1, 2, 1, 2, 3], 1), 3 / 5);
    assert.equal(distinctShare([1, 2, 1, 2, 3], 2), 3 / 4);
    // 1234 2341 3412 4123 1234: one of five stood there before.
    assert.ok(Math.abs(repetitionOf([1, 2, 3, 4, 1, 2, 3, 4]).repeated4! - 1 / 5) < 1e-12);
    assert.deepEqual(repetitionOf([9, 9, 9, 9, 9]), { distinct1: 1 / 5, distinct2: 1 / 4, repeated4: 1 / 2 });
  });

  it('do not take 1 12 for 11 2', () => {
    assert.equal(distinctShare([1, 12, 11, 2], 2), 1);
  });

  it('are unknown for what is too short', () => {
    assert.deepEqual(repetitionOf([1, 2]), { distinct1: 1, distinct2: 1, repeated4: undefined });
    assert.equal(distinctShare([], 1), undefined);
    assert.equal(perplexityOf([]), undefined);
  });

  it('perplexity is exp of the mean surprisal', () => {
    assert.ok(Math.abs(perplexityOf([-Math.log(2), -Math.log(8)])! - 4) < 1e-12);
  });
});

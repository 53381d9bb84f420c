import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkGeneration } from '../../../src/engine/decoding/generate-options';
import { groupBeamSearch } from '../../../src/engine/decoding/group-beam-search';
import { readFrom } from '../../../src/engine/decoding/next-tokens';
import { defaultGeneration, type GenerationOptions } from '../../../src/protocol';
import { root } from '../text/checkout';
import { all } from './all-steps';
import { MarkovModel } from './markov-model';

interface Golden {
  readonly source: string;
  readonly endToken: number;
  readonly rows: readonly (readonly number[])[];
  readonly cases: readonly {
    readonly prompt: readonly number[];
    readonly options: Readonly<Record<string, number>>;
    readonly sequences: readonly (readonly number[])[];
    readonly scores: readonly number[];
  }[];
}

// Made by models/recipes/group_beams_golden.py.
const golden = JSON.parse(readFileSync(join(root, 'test/golden/group-beams.json'), 'utf8')) as Golden;

function optionsOf(given: Golden['cases'][number]['options']): GenerationOptions {
  return {
    ...defaultGeneration,
    beams: given['num_beams']!,
    groups: given['num_beam_groups']!,
    returned: given['num_return_sequences']!,
    maxNewTokens: given['max_new_tokens']!,
    diversityPenalty: given['diversity_penalty']!,
    lengthPenalty: given['length_penalty'] ?? 1,
    earlyStopping: Boolean(given['early_stopping']),
    samplers: {
      repetitionPenalty: given['repetition_penalty'] ?? 1,
      noRepeatNgramSize: given['no_repeat_ngram_size'] ?? 0,
    },
  };
}

describe('beams in groups', () => {
  for (const { prompt, options, sequences, scores } of golden.cases) {
    it(`are those of ${golden.source}: [${prompt.join()}] ${JSON.stringify(options)}`, async () => {
      const model = new MarkovModel(golden.rows, [golden.endToken], undefined);
      const given = optionsOf(options);
      checkGeneration(given);
      const ids = Int32Array.from(prompt);
      const start = await all(readFrom(model, ids));
      const found = await all(groupBeamSearch(model, ids, start, given, () => undefined));
      assert.deepEqual(found.map(({ tokens }) => tokens.map(({ id }) => id)), sequences); // prettier-ignore
      found.forEach(({ score }, i) => assert.ok(Math.abs(score - scores[i]!) < 1e-4, `${score} for ${scores[i]}`));
    });
  }
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { langscope, needs, root, smollm } from '../cli/world';

interface Golden {
  readonly cases: readonly {
    readonly prompt: string;
    readonly options: Readonly<Record<string, number>>;
    readonly sequences: readonly { readonly ids: readonly number[]; readonly text: string }[];
    readonly scores?: readonly number[];
  }[];
}

interface Generated {
  readonly sequences: readonly {
    readonly text: string;
    readonly score: number;
    readonly tokens: readonly { readonly id: number; readonly logprob: number }[];
  }[];
}

const golden = JSON.parse(readFileSync(join(root, 'test/golden/generate.json'), 'utf8')) as Golden;
/** transformers' names and those of the command line. */
const names: Readonly<Record<string, string>> = {
  max_new_tokens: 'max-new-tokens',
  num_beams: 'beams',
  num_return_sequences: 'return',
  length_penalty: 'length-penalty',
  repetition_penalty: 'repetition-penalty',
  no_repeat_ngram_size: 'no-repeat-ngram',
};

describe('langscope generate, with SmolLM2', function () {
  this.timeout(120_000);
  before(needs(smollm));

  for (const { prompt, options, sequences, scores } of golden.cases) {
    it(`writes what transformers writes: ${prompt.trim()} ${JSON.stringify(options)}`, async () => {
      const given = Object.entries(options).flatMap(([name, value]) => [`--${names[name]!}`, String(value)]);
      const { status, out, error } = await langscope([
        'generate',
        '--prompt',
        prompt,
        '--model',
        smollm,
        '--json',
        ...given,
      ]);
      assert.equal(status, 0, error);
      const found = (JSON.parse(out) as Generated).sequences;
      assert.deepEqual(found.map(({ text }) => text), sequences.map(({ text }) => text)); // prettier-ignore
      assert.deepEqual(found.map(({ tokens }) => tokens.map(({ id }) => id)), sequences.map(({ ids }) => ids)); // prettier-ignore
      scores?.forEach((score, i) =>
        assert.ok(Math.abs(found[i]!.score - score) < 0.01, `${found[i]!.score} for ${score}`),
      );
    });
  }
});

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import { copiedDraft } from '../../../src/engine/decoding/copied-draft';
import { generateSome } from '../../../src/engine/decoding/generate';
import { readFrom } from '../../../src/engine/decoding/next-tokens';
import { readPrompt } from '../../../src/engine/decoding/prompt';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { defaultGeneration, type GeneratedSequence } from '../../../src/protocol';
import { load } from '../families/tiny-folder';
import { root } from '../text/checkout';
import { all } from './all-steps';

const code =
  ['width', 'height', 'depth', 'weight', 'volume', 'price', 'colour']
    .map((name) => `  set_${name}(value) {\n    this.${name} = check(value, "${name}");\n    return this;\n  }\n`)
    .join('\n') + '\n  set_length(value) {\n';
const prose = 'The first of the islands lies far from the coast. When the wind turned, the boats';

/** The sequence, and how many rows were scored in how many calls since the prompt. */
async function run(
  model: LanguageModel,
  text: string,
  lookup: boolean,
): Promise<{ readonly sequence: GeneratedSequence; readonly calls: number }> {
  const { ids } = await readPrompt(model, text, 48, CancellationToken.None);
  const start = await all(readFrom(model, ids));
  let calls = 0;
  const counted = Object.assign(Object.create(model) as LanguageModel, {
    score: (...given: Parameters<LanguageModel['score']>) => {
      calls++;
      return model.score(...given);
    },
  });
  const options = { ...defaultGeneration, maxNewTokens: 48, lookup };
  const [sequence] = await all(generateSome(counted, ids, start, options, () => undefined));
  return { sequence: sequence!, calls };
}

describe('copying what stood before', function () {
  this.timeout(120_000);

  it('takes what followed the longest and latest match', () => {
    const draft = (ids: readonly number[], most = 3, least = 1): number[] => [
      ...copiedDraft(Int32Array.from(ids), most, least),
    ];
    assert.deepEqual(draft([1, 2, 3, 4, 5, 9, 3, 6, 1, 2, 3]), [4, 5, 9]);
    assert.deepEqual(draft([1, 2, 3, 4, 1, 2, 3, 5, 1, 2, 3]), [5, 1, 2]);
    assert.deepEqual(draft([7, 3, 6, 8, 3]), [6, 8, 3]);
    assert.deepEqual(draft([7, 3, 6, 8, 3], 3, 2), []);
    assert.deepEqual(draft([5, 5]), [5]);
    assert.deepEqual(draft([1, 2, 3]), []);
    assert.deepEqual(draft([1, 2, 1, 2], 0), []);
  });

  for (const [name, folder, sooner] of [
    ['langscope-gpt', 'models/bundled/langscope-gpt', true],
    ['langscope-lstm', 'models/bundled/langscope-lstm', false],
    // Four-bit weights round by what stands in other rows, so it reads one by one.
    ['SmolLM2', '../shared/models/smollm2-135m-instruct', false],
  ] as const) {
    it(`writes the same tokens: ${name}`, async function () {
      if (!existsSync(join(root, folder))) {
        console.log(`      skipped: ${folder} is not there`);
        this.skip();
      }
      const model = await load(join(root, folder), { provider: 'cpu' });
      try {
        for (const text of [code, prose]) {
          const [plain, copied] = [await run(model, text, false), await run(model, text, true)];
          assert.deepEqual(
            copied.sequence.tokens.map(({ id }) => id),
            plain.sequence.tokens.map(({ id }) => id),
          );
          assert.equal(copied.sequence.text, plain.sequence.text);
          assert.ok(Math.abs(copied.sequence.score - plain.sequence.score) < 1e-4);
          if (text === code && sooner)
            assert.ok(1.3 * copied.calls < plain.calls, `${copied.calls} for ${plain.calls}`);
        }
      } finally {
        await model.dispose();
      }
    });
  }
});

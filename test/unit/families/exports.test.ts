import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { root } from '../text/checkout';
import { folderOf, load, removeFolders, wordTokenizer } from './tiny-folder';

/** Small real exports of several families, with PyTorch's figures; exports/make_exports.py makes them. */
const place = join(root, 'test/unit/families/exports');

interface Expected {
  readonly ids: readonly number[];
  readonly logprob: readonly number[];
  readonly entropy: readonly number[];
  readonly rank: readonly number[];
}

function modelFolder(name: string): string {
  const files = readdirSync(join(place, name)).map((file) => [file, readFileSync(join(place, name, file))] as const);
  return folderOf({ ...Object.fromEntries(files), 'tokenizer.json': wordTokenizer() });
}

async function scoreInPieces(model: LanguageModel, ids: Int32Array, size: number): ReturnType<LanguageModel['score']> {
  const hidden = new Float32Array(ids.length * model.hiddenSize);
  let state = model.begin();
  for (let from = 0; from < ids.length; from += size) {
    const read = await model.read(state, ids.slice(from, from + size), from + size < ids.length);
    hidden.set(read.hidden, from * model.hiddenSize);
    state = read.state;
  }
  return model.score(hidden.subarray(0, (ids.length - 1) * model.hiddenSize), ids.slice(1), 5);
}

/** Mean differences to PyTorch: floats agree, eight-bit weights and activations come close. */
const allowed = new Map([
  ['gpt2-q8', { logprob: 0.1, rank: 3 }],
  ['float', { logprob: 1e-5, rank: 0 }],
]);

describe('Exports of optimum', () => {
  after(removeFolders);

  for (const name of readdirSync(place).filter((file) => !file.includes('.') && !file.startsWith('_'))) {
    it(`${name} says what PyTorch says, read at once and in pieces`, async () => {
      const expected = JSON.parse(readFileSync(join(place, name, 'expected.json'), 'utf8')) as Expected;
      const limit = allowed.get(name) ?? allowed.get('float')!;
      const model = await load(modelFolder(name));
      assert.equal(model.family, 'causal-transformer');
      assert.ok(model.hiddenSize < 64, 'cut before the projection');
      for (const size of [expected.ids.length, 16, 1]) {
        const scores = await scoreInPieces(model, Int32Array.from(expected.ids), size);
        const mean = (values: readonly number[], given: ArrayLike<number>): number =>
          values.reduce((sum, value, row) => sum + Math.abs(value - given[row]!), 0) / values.length;
        assert.ok(mean(expected.logprob, scores.logprob) <= limit.logprob, `pieces of ${size}: log-probability`);
        assert.ok(mean(expected.entropy, scores.entropy) <= limit.logprob, `pieces of ${size}: entropy`);
        assert.ok(mean(expected.rank, scores.rank) <= limit.rank, `pieces of ${size}: rank`);
      }
      await model.dispose();
    });
  }
});

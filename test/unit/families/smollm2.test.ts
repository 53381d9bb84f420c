import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { root } from '../text/checkout';
import { load } from './tiny-folder';

const folder = join(root, '../shared/models/smollm2-135m-instruct');
const golden = join(root, '../shared/golden');

interface Golden {
  readonly window: number;
  readonly stride: number;
  readonly tokens: readonly {
    readonly id: number;
    readonly logprob: number | null;
    readonly rank?: number;
    readonly entropy?: number;
    readonly top?: readonly (readonly [number, number])[];
  }[];
}

function readGolden(name: string): Golden {
  return JSON.parse(readFileSync(join(golden, `${name}.json`), 'utf8')) as Golden;
}

/** Reads the ids as one window, in pieces, and scores all but the first. */
async function scorePieces(model: LanguageModel, ids: Int32Array, size: number): ReturnType<LanguageModel['score']> {
  const hidden = new Float32Array(ids.length * model.hiddenSize);
  let state = model.begin();
  for (let from = 0; from < ids.length; from += size) {
    const read = await model.read(state, ids.slice(from, from + size), from + size < ids.length);
    hidden.set(read.hidden, from * model.hiddenSize);
    state = read.state;
  }
  return model.score(hidden.subarray(0, (ids.length - 1) * model.hiddenSize), ids.slice(1), 5);
}

describe('SmolLM2 (q4) against the reference figures', function () {
  this.timeout(120_000);
  let model: LanguageModel;

  before(async function () {
    if (!existsSync(folder) || !existsSync(golden)) {
      console.log(`      ${folder} or ${golden} is not there: skipped`);
      this.skip();
    }
    model = await load(folder, { provider: 'cpu' });
  });
  after(async () => {
    // Absent where the tests were skipped.
    await (model as LanguageModel | undefined)?.dispose();
  });

  it('is what the folder says', () => {
    assert.equal(model.family, 'causal-transformer');
    assert.equal(model.precision, 'q4');
    assert.equal(model.context, 8192);
    assert.equal(model.hiddenSize, 576);
    assert.ok(Math.abs(model.bytes / 132e6 - 1) < 0.01);
  });

  for (const name of ['score-short-1024-512', 'score-unicode-1024-512']) {
    for (const size of [1024, 16]) {
      it(`${name}, read in pieces of ${size}`, async () => {
        const { tokens } = readGolden(name);
        const ids = Int32Array.from(tokens, ({ id }) => id);
        const scores = await scorePieces(model, ids, size);
        const near = tokens.slice(1).map(({ logprob, rank, entropy, top }, row) => ({
          logprob: Math.abs(scores.logprob[row]! - logprob!),
          // Tokens whose logits are nearly equal may change places.
          rank: Math.abs(scores.rank[row]! - rank!) / (1 + rank!),
          entropy: Math.abs(scores.entropy[row]! - entropy!),
          top: Math.max(...top!.map(([, expected], at) => Math.abs(scores.topLogprob[row * 5 + at]! - expected))),
          best: scores.topIds[row * 5] === top![0]![0] || top![0]![1] - top![1]![1] < 0.1,
        }));
        const share = (good: (row: (typeof near)[number]) => boolean): number => near.filter(good).length / near.length;
        assert.ok(share((row) => row.logprob < 0.05) >= 0.99);
        assert.ok(share((row) => row.rank <= 0.05) >= 0.97);
        assert.ok(share((row) => row.entropy < 0.05) >= 0.99);
        assert.ok(share((row) => row.top < 0.05) >= 0.99);
        assert.equal(
          share((row) => row.best),
          1,
        );
        const nll = scores.logprob.reduce((sum, value) => sum - value, 0);
        const expected = tokens.reduce((sum, { logprob }) => sum - (logprob ?? 0), 0);
        assert.ok(Math.abs(Math.exp((nll - expected) / (tokens.length - 1)) - 1) < 0.005);
      });
    }
  }
});

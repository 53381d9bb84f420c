import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { CachedContinuation } from '../../../src/engine/families/cached-continuation';
import { PlainContinuation } from '../../../src/engine/families/plain-continuation';
import { GrowingArray } from '../../../src/engine/families/growing-array';
import { root } from '../text/checkout';
import { folderOf, load, removeFolders, wordTokenizer } from './tiny-folder';

const bundled = join(root, 'models/bundled');
const small = join(root, 'test/unit/families/exports');

/** Tokens read before, and one by one: past the room that is made at once, twice. */
const prompt = 5;
const steps = 140;

function differ(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
}

function smallFolder(name: string): string {
  const files = readdirSync(join(small, name)).map((file) => [file, readFileSync(join(small, name, file))] as const);
  return folderOf({ ...Object.fromEntries(files), 'tokenizer.json': wordTokenizer() });
}

describe('going on token by token', function () {
  this.timeout(60_000);
  const models = [
    ...['langscope-gpt', 'langscope-lstm'].map((name) => ({ name, folder: () => join(bundled, name) })),
    ...readdirSync(small)
      .filter((name) => !name.includes('.'))
      .map((name) => ({ name, folder: () => smallFolder(name) })),
  ];
  after(removeFolders);

  for (const { name, folder } of models) {
    it(`gives what reading at once gives: ${name}`, async () => {
      const model = await load(folder(), { provider: 'cpu' });
      try {
        const length = Math.min(prompt + steps, model.context ?? Infinity);
        const ids = Int32Array.from({ length }, (_, i) => (7 * i + 3) % 30);
        const { state } = await model.read(model.begin(), ids.slice(0, prompt), true);
        const place = model.continueFrom(state);
        assert.ok(place instanceof (name === 'langscope-lstm' ? PlainContinuation : CachedContinuation));
        const plain = new PlainContinuation(model, state);
        for (let at = prompt; at < length; at++) {
          const one = ids.subarray(at, at + 1);
          const found: Float32Array = await place.read(one);
          const wanted = await plain.read(one);
          assert.equal(differ(found, wanted), 0, `token ${at}`);
        }
      } finally {
        await model.dispose();
      }
    });
  }

  it('refuses rows that do not fit the cache, and keeps what was read', async () => {
    const cache = GrowingArray.from(new Tensor('float32', new Float32Array(12), [1, 2, 3, 2]), 2)!;
    let rows: ReadonlyMap<string, Float32Array> = new Map([['past.0.key', new Float32Array(5)]]);
    const readBehind = () => Promise.resolve({ hidden: new Float32Array(1), rows });
    const place = new CachedContinuation(readBehind, new Map([['past.0.key', cache]]), 3, false);
    await assert.rejects(place.read(Int32Array.of(1)), /gives 5 numbers for past\.0\.key where 4 fit its cache/);
    rows = new Map();
    await assert.rejects(place.read(Int32Array.of(1)), /gives nothing for past\.0\.key/);
    assert.equal(place.length, 3);
    rows = new Map([['past.0.key', new Float32Array(4)]]);
    await place.read(Int32Array.of(1));
    assert.equal(place.length, 4);
  });

  it('a copy goes on by itself', async () => {
    const model = await load(join(bundled, 'langscope-gpt'), { provider: 'cpu' });
    try {
      const { state } = await model.read(model.begin(), Int32Array.of(0, 5, 9), true);
      const place = model.continueFrom(state);
      await place.read(Int32Array.of(4));
      const other = place.copy();
      const [left, right] = [await place.read(Int32Array.of(8)), await other.read(Int32Array.of(9))];
      assert.ok(differ(left, right) > 1e-3);
      const again = model.continueFrom(state);
      await again.read(Int32Array.of(4));
      assert.equal(differ(await again.read(Int32Array.of(9)), right), 0);
      assert.equal(differ(await again.read(Int32Array.of(2, 3)), await other.read(Int32Array.of(2, 3))), 0);
    } finally {
      await model.dispose();
    }
  });

  for (const { name, folder } of models) {
    it(`goes back to where it was: ${name}`, async () => {
      const model = await load(folder(), { provider: 'cpu' });
      try {
        const length = Math.min(prompt + 90, model.context ?? Infinity);
        const ids = Int32Array.from({ length }, (_, i) => (7 * i + 3) % 30);
        const { state } = await model.read(model.begin(), ids.slice(0, prompt), true);
        const [place, straight] = [model.continueFrom(state), model.continueFrom(state)];
        assert.equal(place.length, prompt);
        // Others are read in between and taken back: some, past the room that is made at once, and none.
        for (let at = prompt; at < length; at++) {
          const wrong = Math.min([3, 0, 70][at % 3]!, length - at);
          for (let i = 0; i < wrong; i++) await place.read(Int32Array.of((at + i) % 20));
          assert.equal(place.length, at + wrong);
          assert.equal(place.rewind(at), true);
          assert.equal(place.length, at);
          const one = ids.subarray(at, at + 1);
          assert.equal(differ(await place.read(one), await straight.read(one)), 0, `token ${at}`);
        }
      } finally {
        await model.dispose();
      }
    });
  }

  it('says that it cannot go back into the middle of what was read at once, or forward', async () => {
    const model = await load(join(bundled, 'langscope-lstm'), { provider: 'cpu' });
    try {
      const place = model.continueFrom((await model.read(model.begin(), Int32Array.of(0, 5, 9), true)).state);
      await place.read(Int32Array.of(4, 7, 8));
      assert.equal(place.rewind(5), false);
      assert.equal(place.rewind(7), false);
      assert.equal(place.length, 6);
      assert.equal(place.rewind(3), true);
    } finally {
      await model.dispose();
    }
  });
});

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import { SpanReader } from '../../../src/engine/reader/span-reader';
import { existsSync } from 'node:fs';
import { root } from '../text/checkout';

interface Expected {
  readonly question: string;
  readonly passage: string;
  readonly ids: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
}

interface Golden {
  readonly text: string;
  readonly ids: readonly number[];
  readonly cases: readonly {
    readonly question: string;
    readonly questionIds: readonly number[];
    readonly onnx: { readonly start: readonly number[]; readonly end: readonly number[] };
  }[];
}

const none = CancellationToken.None;
const exportsFolder = join(root, 'test/unit/reader/exports');
const open = (folder: string): Promise<SpanReader> =>
  SpanReader.open(folder, { precision: 'auto', provider: 'cpu', threads: 1 }, none);
const near = (found: ArrayLike<number>, wanted: readonly number[], most: number): void => {
  assert.equal(found.length, wanted.length);
  wanted.forEach((value, i) => assert.ok(Math.abs(found[i]! - value) < most, `${i}: ${found[i]}, not ${value}`));
};

describe('readers of questions', function () {
  this.timeout(30_000);
  for (const style of ['bert', 'distilbert', 'roberta']) {
    it(`${style}: PyTorch's logits for every token of the passage, the first place for no answer`, async () => {
      const folder = join(exportsFolder, style);
      const figures = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
      const model = await open(folder);
      try {
        const question = await model.tokenizer.encode(figures.question, none);
        const passage = await model.tokenizer.encode(figures.passage, none);
        const scores = await model.read(question.ids, passage.ids);
        const at = figures.ids.length - 1 - passage.ids.length;
        assert.deepEqual([...passage.ids], figures.ids.slice(at, -1));
        near(scores.start, figures.start.slice(at, -1), 1e-4);
        near(scores.end, figures.end.slice(at, -1), 1e-4);
        near([scores.none.start, scores.none.end], [figures.start[0]!, figures.end[0]!], 1e-4);
        assert.equal(model.room(question.ids.length), 96 - (figures.ids.length - passage.ids.length));
      } finally {
        await model.dispose();
      }
    });
  }

  it('the bundled one: the logits that its recipe found, and rows of attention that sum to one', async function () {
    const folder = join(root, 'models/bundled/langscope-reader');
    if (!existsSync(join(folder, 'golden.json'))) {
      console.log('      skipped: models/bundled/langscope-reader is not there');
      return this.skip();
    }
    const golden = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as Golden;
    const model = await open(folder);
    try {
      const { ids } = await model.tokenizer.encode(golden.text, none);
      assert.deepEqual([...ids], [...golden.ids]);
      for (const { question, questionIds, onnx } of golden.cases) {
        const asked = await model.tokenizer.encode(question, none);
        assert.deepEqual([...asked.ids], [...questionIds]);
        const { start, end, none: nothing, attention } = await model.read(asked.ids, ids);
        near([...start, nothing.start], onnx.start, 2e-2);
        near([...end, nothing.end], onnx.end, 2e-2);
        for (let row = 0; row < ids.length; row++) {
          const of = attention!.subarray(row * asked.ids.length, (row + 1) * asked.ids.length);
          assert.ok(Math.abs(of.reduce((sum, value) => sum + value, 0) - 1) < 1e-4);
        }
      }
    } finally {
      await model.dispose();
    }
  });

  it('refuse what cannot answer or is broken, with a sentence', async () => {
    await assert.rejects(
      open(join(root, 'models/bundled/langscope-gpt')),
      /cannot answer from a text\. .*Choose a reader/,
    );
    const folder = mkdtempSync(join(tmpdir(), 'langscope-reader-'));
    try {
      cpSync(join(exportsFolder, 'bert'), folder, { recursive: true });
      writeFileSync(join(folder, 'figures.json'), '{"noAnswer": {"chosen": 1, "questions": 9, "thresholds": [{}]}}');
      await assert.rejects(open(folder), /figures\.json: "noAnswer\.thresholds\[0\]\.threshold" must be a number/);
      rmSync(join(folder, 'figures.json'));
      const tokenizer = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')) as Record<string, unknown>;
      writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify({ ...tokenizer, post_processor: null }));
      await assert.rejects(open(folder), /does not say what stands between a question and a passage/);
      writeFileSync(join(folder, 'onnx/model.onnx'), 'broken');
      await assert.rejects(open(folder), /model\.onnx is .*(damaged|not an ONNX)/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

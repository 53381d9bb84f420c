import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { ConditionedModel } from '../../../src/engine/seq2seq/conditioned-model';
import { Seq2SeqModel } from '../../../src/engine/seq2seq/seq2seq-model';
import { readSource, wordsOf } from '../../../src/engine/tasks/translate/source-text';
import { root } from '../text/checkout';

interface Reading {
  /** Of each word, behind the ones before it. */
  readonly logprob: readonly number[];
  /** The place of the source with the most attention, for each word. */
  readonly looks: readonly number[];
  readonly keep: readonly number[];
}

interface GoldenSummary {
  readonly text: string;
  readonly ids: readonly number[];
  readonly start: number;
  readonly words: readonly number[];
  readonly pytorch: Reading;
  readonly onnx: Reading;
}

interface GoldenTranslations {
  readonly cases: readonly {
    readonly text: string;
    readonly to: string;
    readonly ids: readonly number[];
    /** The tokens as words, unknown ones as they stand in the text. */
    readonly source: readonly string[];
    readonly words: readonly number[];
    readonly pytorch: Omit<Reading, 'keep'>;
    readonly onnx: Omit<Reading, 'keep'>;
  }[];
}

interface Edges {
  readonly start: readonly number[];
  readonly end: readonly number[];
}

interface GoldenAnswers {
  readonly ids: readonly number[];
  readonly cases: readonly {
    readonly question: string;
    readonly questionIds: readonly number[];
    readonly pytorch: Edges;
    readonly onnx: Edges;
  }[];
}

const auto = { precision: 'auto', provider: 'cpu', threads: 1 } as const;
const none = new CancellationTokenSource().token;
const folderOf = (name: string): string => join(root, 'models/bundled', name);
const goldenOf = (name: string): unknown => JSON.parse(readFileSync(join(folderOf(name), 'golden.json'), 'utf8'));
const ids = (values: readonly number[]): Tensor =>
  new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);

/** Float32 sums differ a little from processor to processor; weights of 8 bits differ from PyTorch's by more. */
const tolerance = { onnx: 0.02, pytorch: 0.6 } as const;

function near(found: ArrayLike<number>, wanted: readonly number[], within: number, what: string): void {
  assert.equal(found.length, wanted.length, what);
  wanted.forEach((value, i) =>
    assert.ok(Math.abs(found[i]! - value) <= within, `${what}, ${i}: ${found[i]}, not ${value}`),
  );
}

/** Reads the words that the recipe wrote: their log-probabilities, and where each was looked at. */
async function assertWrites(
  conditioned: ConditionedModel,
  start: number,
  golden: Pick<GoldenTranslations['cases'][number], 'words' | 'onnx' | 'pytorch'>,
): Promise<void> {
  const place = conditioned.origin.copy();
  const found: number[] = [];
  for (const [at, word] of golden.words.entries()) {
    const row = await place.read(Int32Array.of(at === 0 ? start : golden.words[at - 1]!));
    const most = row.reduce((a, b) => Math.max(a, b));
    const total = row.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    found.push(row[word]! - most - Math.log(total));
  }
  for (const by of ['onnx', 'pytorch'] as const) near(found, golden[by].logprob, tolerance[by], by);
  const read = [start, ...golden.words].slice(0, golden.words.length);
  const places = conditioned.origin.looksAlong(read)!.map(({ attention }) => attention.indexOf(Math.max(...attention)));
  const elsewhere = places.filter((there, at) => there !== golden.onnx.looks[at]);
  assert.ok(elsewhere.length <= 1, `${places.join()}, not ${golden.onnx.looks.join()}`); // two places may be looked at alike
}

async function graph(name: string, file: string): Promise<InferenceSession> {
  return InferenceSession.create(join(folderOf(name), 'onnx', file), { intraOpNumThreads: 1 });
}

describe('the bundled langscope-summariser', function () {
  this.timeout(60_000);
  const golden = goldenOf('langscope-summariser') as GoldenSummary;

  it('writes with the probabilities and looks where the recipe did', async () => {
    const model = await Seq2SeqModel.open(folderOf('langscope-summariser'), auto, none);
    try {
      assert.equal(model.start, golden.start);
      await assertWrites(await model.read(Int32Array.from(golden.ids)), model.start, golden);
    } finally {
      await model.dispose();
    }
  });

  it('has a selector that keeps what the recipe keeps', async () => {
    const selector = await graph('langscope-summariser', 'selector_model_q8.onnx');
    try {
      const { keep } = await selector.run({ input_ids: ids(golden.ids) });
      assert.deepEqual(keep!.dims, [1, golden.ids.length]);
      near(keep!.data as Float32Array, golden.onnx.keep, 0.002, 'onnx');
      near(keep!.data as Float32Array, golden.pytorch.keep, 0.05, 'pytorch');
    } finally {
      await selector.release();
    }
  });
});

describe('the bundled langscope-reader', function () {
  this.timeout(60_000);
  const golden = goldenOf('langscope-reader') as GoldenAnswers;

  it('finds the edges of answers where the recipe did', async () => {
    const reader = await graph('langscope-reader', 'model_q8.onnx');
    try {
      for (const { question, questionIds, ...readings } of golden.cases) {
        const given = await reader.run({ input_ids: ids(golden.ids), question_ids: ids(questionIds) });
        for (const by of ['onnx', 'pytorch'] as const) {
          for (const side of ['start', 'end'] as const) {
            const found = given[`${side}_logits`]!.data as Float32Array;
            near(found, readings[by][side], tolerance[by], `${question} ${side}, ${by}`);
          }
        }
      }
    } finally {
      await reader.release();
    }
  });
});

const translators = ['langscope-translator', 'langscope-translator-dot', 'langscope-translator-general'];

for (const name of translators) {
  describe(`the bundled ${name}`, function () {
    this.timeout(60_000);
    const golden = goldenOf(name) as GoldenTranslations;
    let model: Seq2SeqModel;
    before(async () => (model = await Seq2SeqModel.open(folderOf(name), auto, none)));
    after(() => model.dispose());

    for (const { text, to, ids: wanted, source: words, ...written } of golden.cases) {
      it(`translates into ${to} with the probabilities of the recipe: ${text}`, async () => {
        const { tokenizer } = model.facts;
        const source = await readSource(tokenizer, { from: '', to, token: `<to-${to}>` }, text, none);
        const read = Int32Array.of(...source.front, ...source.ids);
        assert.deepEqual([...read], wanted);
        assert.deepEqual(['', ...wordsOf(source, tokenizer)], words);
        const { conditioned } = await model.readWords(read, words);
        await assertWrites(conditioned, model.start, written);
      });
    }
  });
}

for (const name of ['langscope-summariser', 'langscope-reader', ...translators]) {
  it(`${name} is at most 15 MB, and has a card with figures of held-out texts`, () => {
    const files = readdirSync(folderOf(name), { recursive: true, encoding: 'utf8' });
    const bytes = files.reduce((sum, file) => sum + statSync(join(folderOf(name), file)).size, 0);
    assert.ok(bytes <= 15e6, `${bytes} bytes`);
    assert.match(readFileSync(join(folderOf(name), 'README.md'), 'utf8'), /held-out[^]*ONNX against PyTorch/);
  });
}

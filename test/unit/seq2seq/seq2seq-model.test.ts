import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { beamSearch } from '../../../src/engine/decoding/beam-search';
import { generateSome } from '../../../src/engine/decoding/generate';
import { readFrom } from '../../../src/engine/decoding/next-tokens';
import type { ConditionedModel } from '../../../src/engine/seq2seq/conditioned-model';
import { Seq2SeqModel } from '../../../src/engine/seq2seq/seq2seq-model';
import { defaultGeneration, type GeneratedSequence, type GenerationOptions } from '../../../src/protocol';
import { root } from '../text/checkout';

interface Generated {
  readonly ids: readonly number[];
  readonly greedy: readonly number[];
  /** [greedy tokens][vocabulary] */
  readonly logits: readonly (readonly number[])[];
  readonly beams: readonly { readonly ids: readonly number[]; readonly score: number }[];
}

interface Recurrent {
  readonly ids: readonly number[];
  readonly words: readonly number[];
  /** [words][vocabulary], [words][source] */
  readonly logits: readonly (readonly number[])[];
  readonly attention: readonly (readonly number[])[];
}

const none = new CancellationTokenSource().token;
const exportsFolder = join(root, 'test/unit/seq2seq/exports');
const inside = join(root, 'test/unit/inside/exports');
const open = (folder: string): Promise<Seq2SeqModel> =>
  Seq2SeqModel.open(folder, { precision: 'auto', provider: 'cpu', threads: 1 }, none);

async function write(
  model: ConditionedModel,
  start: number,
  options: Partial<GenerationOptions>,
): Promise<readonly GeneratedSequence[]> {
  const [prompt, all] = [Int32Array.of(start), { ...defaultGeneration, maxNewTokens: 12, ...options }];
  const steps = (async function* () {
    const reading = yield* readFrom(model, prompt);
    const search = all.beams > 1 ? beamSearch : generateSome;
    return yield* search(model, prompt, reading, all, () => undefined);
  })();
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
  }
}

const idsOf = ({ tokens }: GeneratedSequence): number[] => tokens.map(({ id }) => id);

describe('encoder-decoder models write', function () {
  this.timeout(30_000);
  for (const style of ['t5', 'bart', 'marian', 'pegasus']) {
    describe(style, () => {
      const figures = JSON.parse(readFileSync(join(exportsFolder, style, 'generated.json'), 'utf8')) as Generated;
      let model: Seq2SeqModel;
      let conditioned: ConditionedModel;

      before(async () => {
        model = await open(join(exportsFolder, style));
        conditioned = await model.read(Int32Array.from(figures.ids));
      });
      after(() => model.dispose());

      it("with PyTorch's logits, token by token behind the cache", async () => {
        const reading = await conditioned.read(conditioned.begin(), Int32Array.of(model.start));
        const place = conditioned.continueFrom(reading.state);
        let row = reading.hidden;
        for (const [step, id] of figures.greedy.entries()) {
          figures.logits[step]!.forEach((logit, at) =>
            assert.ok(Math.abs(row[at]! - logit) < 1e-4, `step ${step}, ${at}: ${row[at]}, not ${logit}`),
          );
          row = await place.read(Int32Array.of(id));
        }
      });

      it('greedily what PyTorch writes', async () => {
        const [sequence] = await write(conditioned, model.start, {});
        assert.deepEqual(idsOf(sequence!), figures.greedy);
      });

      it("what PyTorch's beams hold, with their scores", async () => {
        const sequences = await write(conditioned, model.start, { beams: 4, returned: 4 });
        assert.deepEqual(sequences.map(idsOf), figures.beams.map(({ ids }) => ids)); // prettier-ignore
        sequences.forEach(({ score }, i) => assert.ok(Math.abs(score - figures.beams[i]!.score) < 1e-4));
      });
    });
  }

  for (const style of ['t5', 'bart']) {
    it(`${style} with both graphs in one file as without a cache at all`, async () => {
      const [merged, plain] = [await open(join(inside, `${style}-merged`)), await open(join(inside, `${style}-eager`))];
      try {
        const { ids } = JSON.parse(readFileSync(join(inside, `${style}-eager`, 'expected.json'), 'utf8')) as Generated;
        const [a, b] = [await merged.read(Int32Array.from(ids)), await plain.read(Int32Array.from(ids))];
        const target = Int32Array.of(merged.start, 5, 9, 7, 11);
        const whole = await b.read(b.begin(), target);
        const place = a.continueFrom((await a.read(a.begin(), target.subarray(0, 1))).state);
        assert.ok(merged.start === plain.start);
        for (let at = 1; at < target.length; at++) {
          const row = await place.read(target.subarray(at, at + 1));
          row.forEach((logit, i) => assert.ok(Math.abs(logit - whole.hidden[at * a.hiddenSize + i]!) < 1e-4));
        }
        assert.deepEqual(idsOf((await write(a, merged.start, {}))[0]!), idsOf((await write(b, plain.start, {}))[0]!));
      } finally {
        await merged.dispose();
        await plain.dispose();
      }
    });
  }

  it("recurrently with PyTorch's logits and attention, and may take back what was written", async () => {
    const folder = join(exportsFolder, 'recurrent');
    const figures = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Recurrent;
    const model = await open(folder);
    try {
      const conditioned = await model.read(Int32Array.from(figures.ids));
      const place = conditioned.origin.copy();
      const rows: Float32Array[] = [];
      for (const word of figures.words) rows.push(await place.read(Int32Array.of(word)));
      const near = (found: ArrayLike<number>, wanted: readonly number[]): void =>
        wanted.forEach((value, i) => assert.ok(Math.abs(found[i]! - value) < 1e-4, `${found[i]}, not ${value}`));
      rows.forEach((row, i) => near(row, figures.logits[i]!));
      const looks = conditioned.origin.looksAlong(figures.words)!;
      looks.forEach(({ attention }, i) => near(attention, figures.attention[i]!));
      assert.equal(looks.length, figures.words.length);
      assert.ok(looks.every(({ generated }) => generated! > 0 && generated! < 1));
      assert.ok(place.rewind(3));
      near(await place.read(Int32Array.of(figures.words[3]!)), figures.logits[3]!);
      assert.equal((await write(conditioned, model.start, { beams: 3, returned: 3 })).length, 3);
    } finally {
      await model.dispose();
    }
  });

  it('may take back what was written', async () => {
    const model = await open(join(exportsFolder, 'bart'));
    try {
      const conditioned = await model.read(Int32Array.of(0, 9, 8, 7, 2));
      const { state } = await conditioned.read(conditioned.begin(), Int32Array.of(model.start));
      const place = conditioned.continueFrom(state);
      const first = await place.read(Int32Array.of(9));
      await place.read(Int32Array.of(8));
      assert.ok(place.rewind(1));
      assert.deepEqual(await place.read(Int32Array.of(9)), first);
    } finally {
      await model.dispose();
    }
  });
});

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { FailureError } from '../../../src/protocol';
import { readModelFolder } from '../../../src/engine/families/model-folder';
import { Seq2SeqModel } from '../../../src/engine/seq2seq/seq2seq-model';
import { directionOf } from '../../../src/engine/tasks/translate/direction';
import { readSource } from '../../../src/engine/tasks/translate/source-text';
import { Translator, type Written } from '../../../src/engine/tasks/translate/translator';
import { readTokenizerFile } from '../../../src/engine/text/tokenizer-file';
import { root } from '../text/checkout';

interface Expected {
  readonly ids: readonly number[];
  readonly words: readonly string[];
  readonly targets: readonly number[];
  readonly logits: readonly (readonly number[])[];
  readonly attention: readonly (readonly number[])[];
  readonly translations: readonly {
    readonly text: string;
    readonly to: string;
    readonly beams: number;
    readonly words: readonly string[];
    readonly spelt: readonly boolean[];
    readonly attention: readonly (readonly number[])[];
  }[];
}

const none = new CancellationTokenSource().token;
const open = (folder: string): Promise<Seq2SeqModel> =>
  Seq2SeqModel.open(folder, { precision: 'auto', provider: 'cpu', threads: 1 }, none);

function near(found: ArrayLike<number>, wanted: readonly number[]): void {
  wanted.forEach((value, i) => assert.ok(Math.abs(found[i]! - value) < 1e-4, `${found[i]}, not ${value}`));
}

async function end<T>(steps: AsyncGenerator<void, T, void>): Promise<T> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
  }
}

/** These decoders tell themselves where they look. */
async function* unseen(): AsyncGenerator<void, string, void> {
  await Promise.resolve();
  yield;
  return 'not asked for';
}

describe('recurrent translators write what PyTorch does', function () {
  this.timeout(30_000);
  for (const score of ['additive', 'dot', 'general']) {
    describe(`with ${score} attention`, () => {
      const folder = join(root, 'test/unit/seq2seq/exports', `translator-${score}`);
      const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
      let model: Seq2SeqModel;
      before(async () => {
        model = await open(folder);
      });
      after(() => model.dispose());

      it('the same logits and attention, with unknown words read by their letters', async () => {
        const { conditioned } = await model.readWords(Int32Array.from(expected.ids), expected.words);
        const place = conditioned.origin.copy();
        const rows: Float32Array[] = [];
        for (const id of expected.targets) rows.push(await place.read(Int32Array.of(id)));
        rows.forEach((row, i) => near(row, expected.logits[i]!));
        const looks = conditioned.origin.looksAlong(expected.targets)!;
        looks.forEach(({ attention }, i) => near(attention, expected.attention[i]!));
        assert.equal(looks.length, expected.targets.length);
        assert.equal(conditioned.origin.looksAlong([...expected.targets, 4]), undefined);
      });

      for (const { text, to, beams, words, spelt, attention } of expected.translations) {
        it(`the same words of ${JSON.stringify(text)}, ${beams} beams`, async () => {
          const { translating, tokenizerFolder } = await readModelFolder(folder);
          const { added } = await readTokenizerFile(tokenizerFolder);
          const translator = new Translator(
            model,
            added.map(({ id }) => id),
            unseen,
          );
          const direction = directionOf('x', translating!, text, to, undefined);
          const source = await readSource(translator.tokenizer, direction, text, none);
          const search = { beams, lengthPenalty: 1 };
          const written: Written = await end(translator.translate(source, search, () => undefined, none));
          assert.deepEqual(
            written.tokens.map((token) => token.text.replaceAll(' ', '\u2581')),
            words,
          );
          assert.deepEqual(written.tokens.map((token) => token.spelt), spelt); // prettier-ignore
          attention.forEach((row, i) => {
            assert.ok(typeof written.attention !== 'string');
            const own = written.attention.subarray(i * source.ids.length, (i + 1) * source.ids.length);
            // The first token asks for the language.
            near(own, row.slice(1));
          });
        });
      }
    });
  }

  it('some of them letter by letter', () => {
    const spelt = ['additive', 'dot', 'general'].map((score) => {
      const path = join(root, 'test/unit/seq2seq/exports', `translator-${score}`, 'expected.json');
      return (JSON.parse(readFileSync(path, 'utf8')) as Expected).translations.some((made) =>
        made.spelt.includes(true),
      );
    });
    assert.deepEqual(spelt, [true, true, true]);
  });

  for (const [file, code] of [
    ['letters.json', 'tokenizer-missing'],
    ['onnx/letters_model.onnx', 'onnx-missing'],
  ] as const) {
    it(`but not without ${file}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'langscope-translator-'));
      try {
        cpSync(join(root, 'test/unit/seq2seq/exports/translator-dot'), folder, { recursive: true });
        rmSync(join(folder, file));
        await assert.rejects(open(folder), (error) => {
          assert.ok(error instanceof FailureError);
          assert.equal(error.failure.code, code);
          assert.ok(error.message.includes(file.replace('onnx/', '').replace('.onnx', '')), error.message);
          return true;
        });
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

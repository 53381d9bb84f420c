import assert from 'node:assert/strict';
import { CancellationToken } from 'vscode-jsonrpc';
import { arrangePrompt, stableCut } from '../../../src/engine/completion/arrange-prompt';
import { fimTable } from '../../../src/engine/completion/fim-table';
import { defaultCompletion, FailureError, type CompletionOptions } from '../../../src/protocol';
import { WordModel, WordTokenizer } from './word-model';

const letters = [...Array.from('abcdefghij '), '\n'];

/** A model of single letters with these special tokens; the first one starts every text. */
function model(special: readonly string[], name: string, context?: number): WordModel {
  const tokenizer = new WordTokenizer(['<start>', ...letters, ...special], 0);
  // Whatever they look like, they are special.
  const insertion = tokenizer.insertion.bind(tokenizer);
  tokenizer.insertion = (id) => (id > letters.length ? undefined : insertion(id));
  return new WordModel(tokenizer, () => [], context, name);
}

function arrange(of: WordModel, prefix: string, suffix: string, more: Partial<CompletionOptions> = {}) {
  return arrangePrompt(of, { prefix, suffix, options: { ...defaultCompletion, ...more } }, CancellationToken.None);
}

const named: Readonly<Record<string, string>> = { Qwen: 'qwen2.5-coder-0.5b', CodeGemma: 'codegemma-2b', DeepSeek: 'deepseek-coder-1.3b', Codestral: 'codestral-22b' }; // prettier-ignore

describe('the prompt of a completion', () => {
  for (const entry of fimTable) {
    it(`tells what stands behind the cursor in the way of ${entry.models}`, async () => {
      const special = [entry.prefix, entry.suffix, entry.middle, ...entry.ends.filter((end) => !end.includes('fim_'))];
      const name = Object.entries(named).find(([family]) => entry.models.startsWith(family))?.[1] ?? 'any';
      const one = model(special, name);
      const { ids, arrangement, ends, typed } = await arrange(one, 'ab\n', 'cd');
      assert.equal(arrangement, 'fill-in-the-middle');
      const words = Array.from(ids, (id) => one.tokenizer.words[id]!);
      const wanted =
        entry.first === 'prefix'
          ? ['<start>', entry.prefix, 'a', 'b', '\n', entry.suffix, 'c', 'd', entry.middle]
          : ['<start>', entry.suffix, 'c', 'd', entry.prefix, 'a', 'b', '\n'];
      assert.deepEqual(words, wanted);
      assert.equal(typed, '');
      for (const end of entry.ends) {
        assert.ok(!special.includes(end) || ends.includes(one.tokenizer.words.indexOf(end)), `${end} ends it`);
      }
    });
  }

  it('does without where a tokenizer lacks the tokens, or the model was not trained with them', async () => {
    const { prefix, suffix, middle } = fimTable.find(({ models }) => models.startsWith('Qwen'))!;
    const none = await arrange(model([], 'qwen2.5-coder'), 'ab\n', 'cd');
    const general = await arrange(model([prefix, suffix, middle], 'qwen2.5-0.5b-instruct'), 'ab\n', 'cd');
    for (const found of [none, general]) {
      assert.equal(found.arrangement, 'prefix');
      assert.equal(found.ids.length, 4);
    }
    const nothingBehind = await arrange(model([prefix, suffix, middle], 'qwen2.5-coder'), 'ab\n', ' \n');
    assert.equal(nothingBehind.arrangement, 'prefix');
  });

  it('begins at the same place for many keystrokes and keeps within the window', () => {
    const cuts = Array.from({ length: 1000 }, (_, tokens) => stableCut(tokens, 100));
    cuts.forEach((cut, tokens) => assert.ok(tokens - cut <= 100 && (tokens === 0 || tokens - cut >= 1)));
    assert.ok(
      cuts.slice(100).every((cut, i) => i + 100 - cut >= 75),
      'three quarters of the room are used',
    );
    assert.equal(new Set(cuts).size, 37, 'it moves once in 25 tokens');
  });

  it('says how much it left out', async () => {
    const { ids, cut } = await arrange(model([], 'any', 64), 'a\n'.repeat(100), '', { maxNewTokens: 16 });
    assert.ok(ids.length <= 48 && ids.length > 32, String(ids.length));
    assert.equal(cut, 200 - (ids.length - 1));
  });

  it('takes back what may be half a word, with the space before it', async () => {
    for (const [text, typed] of [
      ['ab cd', ' cd'],
      ['ab cd ', ' '],
      ['ab\ncd', 'cd'],
      ['ab cd\n', ''],
      ['ab', 'ab'],
      ['', ''],
    ] as const) {
      const found = await arrange(model([], 'any'), text, '');
      assert.equal(found.typed, typed, JSON.stringify(text));
      assert.equal(found.typedIds.length, typed.length);
      assert.equal(found.ids.length + found.typedIds.length, text.length + 1);
    }
  });

  it('refuses what leaves no room, and a window that is too large', async () => {
    const refused = (one: WordModel, more: Partial<CompletionOptions>, said: RegExp) =>
      assert.rejects(
        arrange(one, 'ab', '', more),
        (error) => error instanceof FailureError && said.test(error.message),
      );
    await refused(model([], 'any', 32), {}, /no room/);
    await refused(model([], 'any', 32), { window: 64 }, /at most 32/);
  });
});

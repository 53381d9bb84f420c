import assert from 'node:assert/strict';
import { CancellationToken } from 'vscode-jsonrpc';
import { arrangePrompt } from '../../../src/engine/completion/arrange-prompt';
import { completeText } from '../../../src/engine/completion/complete-text';
import { firstTokens } from '../../../src/engine/completion/first-tokens';
import { KeptReading } from '../../../src/engine/completion/kept-reading';
import { random } from '../../../src/engine/decoding/random';
import { defaultCompletion } from '../../../src/protocol';
import { all, WordModel, WordTokenizer } from './word-model';

const words = [
  '<end>',
  ' ',
  'b',
  'r',
  'o',
  'w',
  'n',
  ' b',
  'ro',
  ' bro',
  ' brow',
  ' brown',
  ' broom',
  ' the',
  'om',
  '\n',
];
const of = (word: string): number => words.indexOf(word);

/** Seeded probabilities of what follows each token. */
function seeded(seed: number): (last: number) => readonly number[] {
  const next = random(seed);
  const rows = words.map(() => {
    const row = words.map(() => next() ** 3 + 1e-6);
    const sum = row.reduce((a, b) => a + b);
    return row.map((value) => value / sum);
  });
  return (last) => rows[last]!;
}

async function found(next: (last: number) => readonly number[], prefix: string, count: number) {
  const model = new WordModel(new WordTokenizer(words, 0), next);
  const options = { ...defaultCompletion, count, leastProbability: 0, maxNewTokens: 4 };
  const prompt = await arrangePrompt(model, { prefix, suffix: '', options }, CancellationToken.None);
  const reading = new KeptReading(model);
  await all(reading.read(prompt.ids));
  const first = await all(firstTokens(reading, prompt, count));
  return { model, options, prompt, reading, first };
}

describe('how a completion begins in the middle of a word', () => {
  it('gives the shares of all ways to write what is typed and more', async () => {
    const next = seeded(3);
    // Typed: " bro", which the tokenizer takes as one token; before it " the".
    const { first } = await found(next, ' the bro', 100);
    const after = next(of(' the'));
    const ways = new Map<string, number>();
    for (const word of [' brow', ' brown', ' broom']) ways.set(`0 ${of(word)}`, after[of(word)]!);
    next(of(' bro')).forEach((p, id) => ways.set(`1 ${id}`, after[of(' bro')]! * p));
    const sum = [...ways.values()].reduce((a, b) => a + b);
    assert.equal(first.length, ways.size);
    for (const { id, behind, logprob } of first) {
      const wanted = ways.get(`${behind} ${id}`)! / sum;
      assert.ok(Math.abs(Math.exp(logprob) - wanted) < 1e-5, `${behind} ${words[id]}`);
    }
    assert.ok(Math.abs(first.reduce((all, { logprob }) => all + Math.exp(logprob), 0) - 1) < 1e-4, 'they are all');
  });

  it('completes the word where its own tokens would never be followed by the rest of it', async () => {
    // Behind " bro" this model never writes "wn": it knows " brown" as one token only.
    const next = (last: number): readonly number[] => {
      const row = words.map(() => 1e-6);
      row[last === of(' the') ? of(' brown') : last === of(' brown') ? of('\n') : of(' the')] = 0.9;
      return row;
    };
    const { model, options, prompt, reading, first } = await found(next, ' the bro', 1);
    assert.deepEqual({ ...first[0], logprob: 0 }, { id: of(' brown'), behind: 0, typed: 4, logprob: 0 });
    assert.ok(first[0]!.logprob > -0.001);
    const around = { prefix: ' the bro', suffix: '', extent: 'line' } as const;
    const text = await all(completeText(reading, prompt, prompt.ids.length, first[0]!, around, options));
    assert.equal(text?.text, 'wn');
    assert.deepEqual(
      text.tokens.map(({ text: part }) => part),
      ['wn'],
    );
    assert.ok(model.runs.length > 0);
  });

  it('goes on behind a whole word although a longer one is likely, when the word alone is likelier', async () => {
    const next = (last: number): readonly number[] => {
      const row = words.map(() => 1e-6);
      if (last === of(' the')) [row[of(' bro')], row[of(' brown')]] = [0.6, 0.3];
      else words.forEach((_word, id) => (row[id] = 1 / words.length));
      return row;
    };
    const { first } = await found(next, ' the bro', 3);
    assert.equal(first[0]!.behind, 1, 'every single way to go on is less likely than " brown", all together are not');
  });
});

import assert from 'node:assert/strict';
import { beamSearch } from '../../../src/engine/decoding/beam-search';
import { groupBeamSearch } from '../../../src/engine/decoding/group-beam-search';
import { generateSome } from '../../../src/engine/decoding/generate';
import { checkGeneration } from '../../../src/engine/decoding/generate-options';
import { logProbabilities, readFrom } from '../../../src/engine/decoding/next-tokens';
import type { Told } from '../../../src/engine/decoding/hypothesis';
import { readPrompt } from '../../../src/engine/decoding/prompt';
import { random } from '../../../src/engine/decoding/random';
import { defaultGeneration, FailureError, type GeneratedSequence, type GenerationOptions } from '../../../src/protocol';
import { CancellationToken } from 'vscode-jsonrpc';
import { all } from './all-steps';
import { MarkovModel } from './markov-model';

/** Seeded logits of `size` tokens, so that no two are equal. */
function rows(size: number, seed: number): number[][] {
  const next = random(seed);
  return Array.from({ length: size }, () => Array.from({ length: size }, () => 4 * next() - 2));
}

async function generate(
  model: MarkovModel,
  ids: readonly number[],
  given: Partial<GenerationOptions>,
  told: Told = () => undefined,
): Promise<readonly GeneratedSequence[]> {
  const options = { ...defaultGeneration, ...given };
  checkGeneration(options);
  const prompt = Int32Array.from(ids);
  const start = await all(readFrom(model, prompt));
  const search = options.groups > 1 ? groupBeamSearch : options.beams > 1 ? beamSearch : generateSome;
  return all(search(model, prompt, start, options, told));
}

const idsOf = ({ tokens }: GeneratedSequence): number[] => tokens.map(({ id }) => id);
const sumOf = ({ tokens }: GeneratedSequence): number => tokens.reduce((sum, { logprob }) => sum + logprob, 0);

describe('generating', () => {
  const table = rows(6, 1);
  const step = (last: number): Float64Array => logProbabilities(table[last]!);

  it('greedily takes the most probable token each time and tells each one', async () => {
    const told: number[] = [];
    const [found] = await generate(new MarkovModel(table, [], undefined), [2], { maxNewTokens: 5 }, (_i, { ids }) =>
      told.push(ids.length),
    );
    const wanted: number[] = [];
    for (let last = 2; wanted.length < 5;) {
      const next = step(last);
      last = next.indexOf(Math.max(...next));
      wanted.push(last);
    }
    assert.deepEqual(idsOf(found!), wanted);
    assert.deepEqual(told, [1, 2, 3, 4, 5]);
    assert.equal(found!.end, 'length');
    assert.ok(Math.abs(found!.score - sumOf(found!) / 5) < 1e-9);
  });

  it('draws the same tokens for the same seed, others for others, in the shares of the distribution', async () => {
    const draw = async (seed: number, returned = 1): Promise<readonly number[]> =>
      (
        await generate(new MarkovModel(table, [], undefined), [2], { sample: true, seed, returned, maxNewTokens: 1 })
      ).map((one) => idsOf(one)[0]!);
    assert.deepEqual(await draw(7, 50), await draw(7, 50));
    assert.notDeepEqual(await draw(7, 50), await draw(8, 50));
    const drawn = await draw(1, 4000);
    step(2).forEach((logprob, id) => {
      const share = drawn.filter((one) => one === id).length / drawn.length;
      assert.ok(Math.abs(share - Math.exp(logprob)) < 0.03, `${id}: ${share} for ${Math.exp(logprob)}`);
    });
  });

  it('tells each token of every sequence that is drawn', async () => {
    const told: string[][] = [[], [], []];
    const options = { sample: true, returned: 3, maxNewTokens: 4 };
    const found = await generate(new MarkovModel(table, [], undefined), [2], options, (at, { ids, logprobs }, text) => {
      assert.equal(ids.length, logprobs.length);
      assert.equal(text.length, ids.length);
      told[at]!.push(text);
    });
    found.forEach(({ text }, at) =>
      assert.deepEqual(
        told[at],
        [1, 2, 3, 4].map((length) => text.slice(0, length)),
      ),
    );
  });

  it('tells no text that may turn out to be a stop string', async () => {
    const cycle = [[0, 9, 0], [0, 0, 9], [9, 0, 0]]; // prettier-ignore
    const told: string[] = [];
    const options = { stop: ['\u0002\u0000\u0002'], maxNewTokens: 4 };
    const tell: Told = (_at, _hypothesis, text) => told.push(text);
    await generate(new MarkovModel(cycle, [], undefined), [0], options, tell);
    assert.deepEqual(told, ['\u0001', '\u0001', '\u0001', '\u0001\u0002\u0000\u0001']);
  });

  it('with as many beams as there are hypotheses finds the best sequences of all', async () => {
    const model = new MarkovModel(table, [], undefined);
    const found = await generate(model, [2], { beams: 36, returned: 5, maxNewTokens: 3, lengthPenalty: 0 });
    const every: { ids: number[]; score: number }[] = [];
    for (let a = 0; a < 6; a++)
      for (let b = 0; b < 6; b++)
        for (let c = 0; c < 6; c++) every.push({ ids: [a, b, c], score: step(2)[a]! + step(a)[b]! + step(b)[c]! });
    every.sort((x, y) => y.score - x.score);
    assert.deepEqual(found.map(idsOf), every.slice(0, 5).map(({ ids }) => ids)); // prettier-ignore
    found.forEach(({ score }, i) => assert.ok(Math.abs(score - every[i]!.score) < 1e-5));
  });

  it('ends at an end token, which is no text, and weighs shorter beams by the length penalty', async () => {
    const ending = table.map((row) => row.map((logit, id) => (id === 0 ? logit + 1 : logit)));
    const model = new MarkovModel(ending, [0], undefined);
    const [short] = await generate(model, [2], { beams: 3, maxNewTokens: 8, lengthPenalty: 0 });
    assert.equal(short!.end, 'end-token');
    assert.equal(idsOf(short!).at(-1), 0);
    const [long] = await generate(model, [2], { beams: 3, maxNewTokens: 8, lengthPenalty: 4 });
    assert.ok(idsOf(long!).length > idsOf(short!).length);
    const early = await generate(model, [2], { beams: 3, returned: 3, maxNewTokens: 8, earlyStopping: true });
    assert.equal(early.length, 3);
    for (const one of early) assert.ok(Math.abs(one.score - sumOf(one) / one.tokens.length) < 1e-9);
  });

  it('stops before a string, which may begin within a token', async () => {
    const cycle = [[0, 9, 0], [0, 0, 9], [9, 0, 0]]; // prettier-ignore
    const [found] = await generate(new MarkovModel(cycle, [], undefined), [0], {
      stop: ['\u0000\u0001'],
      maxNewTokens: 9,
    });
    assert.equal(found!.text, '\u0001\u0002');
    assert.equal(found!.end, 'stop-string');
  });

  it('refuses by name options that are out of range or contradict each other', async () => {
    const wrong: readonly (readonly [Partial<GenerationOptions>, RegExp])[] = [
      [{ maxNewTokens: 0 }, /maxNewTokens is 0/],
      [{ beams: 2, sample: true }, /beams and sample/],
      [{ beams: 2, returned: 3 }, /returned is 3/],
      [{ stop: [''] }, /stop/],
      [{ beams: 4, groups: 3, diversityPenalty: 1 }, /groups is 3/],
      [{ beams: 4, groups: 2 }, /groups without diversityPenalty/],
      [{ beams: 4, diversityPenalty: 1 }, /diversityPenalty/],
      [{ beams: 4, groups: 2, diversityPenalty: -1 }, /diversityPenalty is -1/],
      [{ beams: 2, lookup: true }, /lookup and beams/],
      [{ sample: true, lookup: true }, /lookup and sample/],
      [{ samplers: { repetitionPenalty: 1.2 }, lookup: true }, /lookup and repetitionPenalty/],
      [{ endAt: 'page' as 'line' }, /endAt is page/],
      [{ samplers: { topP: 2 } }, /topP is 2/],
    ];
    for (const [options, sentence] of wrong) {
      await assert.rejects(
        generate(new MarkovModel(table, [], undefined), [2], options),
        (error) => error instanceof FailureError && sentence.test(error.message),
      );
    }
    const later = new MarkovModel([[0, 1], [Number.NaN, 1]], [], undefined); // prettier-ignore
    await assert.rejects(generate(later, [0], {}), /no numbers/);
    await assert.rejects(generate(later, [0], { sample: true, seed: 1, maxNewTokens: 64 }), /no numbers/);
    const nothing = new MarkovModel([[Number.NaN, 1]], [], undefined);
    await assert.rejects(generate(nothing, [0], {}), /no numbers/);
  });

  it('writes as many tokens as were asked for with a model that has no end token', async () => {
    for (const options of [{}, { sample: true }, { beams: 3 }, { beams: 4, groups: 2, diversityPenalty: 0.5 }]) {
      const [found] = await generate(new MarkovModel(table, [], undefined), [2], { ...options, maxNewTokens: 7 });
      assert.equal(found!.tokens.length, 7);
      assert.equal(found!.end, 'length');
    }
  });

  it('keeps the end of a prompt that is longer than the context, and says how much was cut', async () => {
    const model = new MarkovModel(table, [], 10);
    const prompt = await readPrompt(model, 'abcdefghijkl', 4, CancellationToken.None);
    assert.deepEqual([...prompt.ids].map((id) => String.fromCharCode(id)).join(''), 'ghijkl');
    assert.equal(prompt.cut, 6);
    await assert.rejects(readPrompt(model, 'abc', 10, CancellationToken.None), /no room.*10 tokens/);
    await assert.rejects(readPrompt(model, '', 4, CancellationToken.None), /empty/);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineScript, langscope, needs, root, smollm } from './world';

interface Token {
  readonly id: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly special?: true;
}

interface Attention {
  readonly tokens: readonly Token[];
  readonly target?: readonly Token[];
  readonly layers: number;
  readonly heads: number;
  readonly weights: readonly (readonly number[])[];
}

interface Golden {
  readonly cases: readonly {
    readonly text: string;
    readonly tokens: readonly Token[];
    readonly layers: number;
    readonly heads: number;
    readonly slices: readonly { readonly layer: number; readonly head: number; readonly weights: number[][] }[];
  }[];
}

async function attention(args: readonly string[], input = ''): Promise<Attention> {
  const { status, out, error } = await langscope(['attention', '--json', ...args], { input });
  assert.deepEqual([status, error], [0, '']);
  return JSON.parse(out) as Attention;
}

const text = 'The animal didn’t cross the street.';
const exportsFolder = join(root, 'test/unit/inside/exports');

describe('langscope attention, with SmolLM2', function () {
  this.timeout(180_000);
  const golden = join(root, '../shared/golden/attention.json');
  before(needs(engineScript, smollm, golden));

  it('gives the reference weights', async () => {
    const { cases } = JSON.parse(readFileSync(golden, 'utf8')) as Golden;
    for (const expected of cases) {
      for (const { layer, head, weights } of expected.slices.slice(-1)) {
        const args = ['--text', expected.text, '--layer', String(layer), '--head', String(head), '--model', smollm];
        const found = await attention(args);
        assert.deepEqual([found.layers, found.heads], [expected.layers, expected.heads]);
        assert.deepEqual(
          found.tokens,
          expected.tokens.map(({ id, start, end }) => ({ id, text: expected.text.slice(start, end), start, end })),
        );
        const far = weights.flatMap((row, i) => row.map((weight, j) => Math.abs(weight - found.weights[i]![j]!)));
        assert.ok(Math.max(...far) <= 0.02, `layer ${layer}, head ${head}: ${Math.max(...far)}`);
      }
    }
  });
});

describe('langscope attention', function () {
  this.timeout(60_000);
  before(needs(engineScript));

  it('prints every token, special ones marked, and rows that sum to one', async () => {
    const { tokens, weights } = await attention(['-'], text);
    assert.deepEqual(tokens[0], { id: 0, text: '<|endoftext|>', start: 0, end: 0, special: true });
    assert.equal(
      tokens
        .slice(1)
        .map((token) => token.text)
        .join(''),
      text,
    );
    assert.ok(tokens.slice(1).every((token) => token.special === undefined));
    assert.equal(weights.length, tokens.length);
    for (const [i, row] of weights.entries()) {
      assert.equal(row.length, tokens.length);
      assert.ok(Math.abs(row.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-4);
      assert.ok(row.every((weight, j) => weight >= 0 && (j <= i || weight === 0)));
    }
  });

  it('takes layer 0 and head 0 where none is named', async () => {
    const [plain, named] = [
      await attention(['--text', text]),
      await attention(['--text', text, '--layer', '0', '--head', '0']),
    ];
    assert.deepEqual(plain, named);
    assert.notDeepEqual(plain.weights, (await attention(['--text', text, '--layer', '1'])).weights);
  });

  it('merges words, means, rollout and the masked start', async () => {
    const words = await attention(['--text', text, '--words', '--mean', 'all']);
    assert.deepEqual(
      words.tokens.map((token) => token.text),
      ['<|endoftext|>', 'The', ' animal', ' didn’t', ' cross', ' the', ' street.'],
    );
    assert.equal(words.weights.length, words.tokens.length);
    const rollout = await attention(['--text', text, '--rollout', '--mask-start']);
    assert.ok(rollout.weights.slice(1).every((row) => row[0] === 0));
  });

  it('prints a table for a person', async () => {
    const { status, out } = await langscope(['attention', '--text', text, '--layer', '3']);
    assert.equal(status, 0);
    assert.match(out, /^Layer 3, head 0 of 6 layers with 5 heads\n/);
    assert.match(out, /\n 1 The +\d+ /);
    assert.match(out, /row = query\. langscope-gpt · q8 · cpu · window \d+/);
  });

  for (const [name, status, args, sentence] of [
    ['a layer that is not there', 2, ['--layer', '6'], /There is no layer 6: the model has 6, counted from 0\./],
    ['a head that is not there', 2, ['--head', '5'], /There is no head 5: the model has 5, counted from 0\./],
    ['a stack that is not there', 2, ['--stack', 'cross'], /no cross attention\. Choose --stack from: self\./],
    ['a second text', 2, ['--target', 'x'], /reads one text: it takes no second one\./],
    ['a recurrent model', 1, ['--model', 'langscope-lstm'], /is a recurrent model: it has gates, but no attention\./],
  ] as const) {
    it(`refuses ${name} with a sentence`, async () => {
      const outcome = await langscope(['attention', '--text', text, ...args]);
      assert.deepEqual([outcome.status, outcome.out], [status, '']);
      assert.match(outcome.error, sentence);
    });
  }

  it('refuses what does not go together', async () => {
    for (const args of [
      ['--mean', 'heads', '--head', '1'],
      ['--mean', 'all', '--layer', '1'],
      ['--rollout', '--head', '1'],
      ['--rollout', '--mean', 'all'],
    ]) {
      assert.equal((await langscope(['attention', '--text', text, ...args])).status, 2, args.join(' '));
    }
    assert.equal((await langscope(['attention'])).status, 2);
    const empty = await langscope(['attention', '-'], { input: '' });
    assert.equal(empty.status, 2);
    assert.match(empty.error, /There is no text to look into/);
  });

  it('reads the two texts of a translation model', async () => {
    const folder = join(exportsFolder, 'marian-eager');
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
      readonly text: string;
      readonly targetText: string;
      readonly ids: readonly number[];
      readonly targetIds: readonly number[];
      readonly attention: { readonly cross: readonly (readonly (readonly (readonly number[])[])[])[] };
    };
    const args = ['--text', expected.text, '--target', expected.targetText, '--model', folder, '--layer', '1'];
    const { tokens, target, weights } = await attention([...args, '--head', '2']);
    assert.deepEqual(
      tokens.map(({ id }) => id),
      expected.ids,
    );
    assert.deepEqual(
      target?.map(({ id }) => id),
      expected.targetIds,
    );
    const cross = expected.attention.cross[1]![2]!;
    assert.ok(cross.every((row, i) => row.every((weight, j) => Math.abs(weight - weights[i]![j]!) < 1e-4)));
  });
});

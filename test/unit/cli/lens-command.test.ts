import assert from 'node:assert/strict';
import { lensCaveat } from '../../../src/protocol';
import { wrap } from '../../../src/cli/wrap';
import { bundled, engineScript, langscope, needs } from './world';

interface Lens {
  readonly model: string;
  readonly depths: number;
  readonly first: number;
  readonly tokens: readonly {
    readonly id: number;
    readonly text: string;
    readonly start: number;
    readonly end: number;
    readonly depths: readonly {
      readonly depth: number;
      readonly top: readonly { readonly id: number; readonly text: string; readonly logprob: number }[];
      readonly logprob: number;
      readonly rank: number;
      readonly kl: number;
      readonly entropy: number;
    }[];
  }[];
}

const text = 'The cat sat on the mat. The dog sat on the mat.';

async function json(...args: readonly string[]): Promise<Lens> {
  const { status, out, error } = await langscope(['lens', '--text', text, '--json', ...args]);
  assert.deepEqual([status, error], [0, '']);
  return JSON.parse(out) as Lens;
}

describe('langscope lens', function () {
  this.timeout(60_000);

  describe('with the bundled model', () => {
    before(needs(engineScript, bundled));

    it('gives every token of the text its depths', async () => {
      const lens = await json('--top', '3');
      assert.deepEqual([lens.model, lens.depths, lens.first], ['langscope-gpt', 7, 0]);
      assert.equal(lens.tokens.map((token) => token.text).join(''), text);
      for (const { depths, start, end, text: own } of lens.tokens) {
        assert.equal(own, text.slice(start, end));
        assert.deepEqual(
          depths.map(({ depth }) => depth),
          [0, 1, 2, 3, 4, 5, 6],
        );
        assert.ok(depths.every(({ kl }, at) => (at === 6 ? kl === 0 : kl > 0)));
        for (const { top, logprob, rank } of depths) {
          assert.equal(top.length, 3);
          assert.ok(rank >= 3 || Math.abs(top[rank]!.logprob - logprob) < 1e-5);
        }
      }
    });

    it('gives the last depth what langscope score gives', async () => {
      const lens = await json();
      const { out } = await langscope(['score', '-', '--json'], { input: text });
      const scored = (JSON.parse(out) as { tokens: { id: number; logprob: number; rank: number; entropy: number }[] })
        .tokens;
      assert.equal(lens.tokens.length, scored.length);
      for (const [at, { id, depths }] of lens.tokens.entries()) {
        const [own, last] = [scored[at]!, depths.at(-1)!];
        assert.equal(id, own.id);
        assert.ok(Math.abs(last.logprob - own.logprob) < 2e-3 && Math.abs(last.entropy - own.entropy) < 2e-3);
        assert.ok(Math.abs(last.rank - own.rank) <= 0.02 * own.rank);
      }
    });

    it('takes one token or a stretch', async () => {
      const [dog] = (await json('--at', String(text.indexOf('dog') + 1))).tokens;
      assert.ok(dog!.start <= text.indexOf('dog') + 1 && dog!.end > text.indexOf('dog') + 1);
      const [from, to] = [text.indexOf('dog'), text.indexOf(' on the mat.', 24)];
      const stretch = await json('--from', String(from), '--to', String(to));
      assert.ok(stretch.tokens.every(({ start, end }) => end > from && start < to));
    });

    it('prints a table of one token, with its figures and the caveat', async () => {
      const { out, status } = await langscope(['lens', '--text', text, '--at', '5']);
      assert.equal(status, 0);
      assert.match(out, /^Token \S+ at \d+-\d+\n\n +best guess +probability .* its rank +KL to last +entropy\n/);
      assert.match(out, /\nembedding .*\nlayer 1 /);
      assert.match(out, /\nlayer 6 .* 0 bits +[\d.]+ bits\n/);
      assert.ok(out.includes(wrap(lensCaveat, 100)));
    });

    it('prints a table of several tokens, depth by token', async () => {
      const { out } = await langscope(['lens', '--text', text, '--from', '4', '--to', '12']);
      const lines = out.split('\n');
      const names = lines.slice(1, 8).map((line) => line.slice(0, 9).trim());
      assert.deepEqual(names, ['embedding', 'layer 1', 'layer 2', 'layer 3', 'layer 4', 'layer 5', 'layer 6']);
      assert.ok(lines.every((line) => line.length <= 100));
    });

    it('says why a recurrent model cannot be shown', async () => {
      const { status, error } = await langscope(['lens', '--text', text, '--model', 'langscope-lstm']);
      assert.equal(status, 1);
      assert.match(error, /^langscope: The layers of langscope-lstm cannot be shown\. It is recurrent: .*\.\n$/);
    });
  });

  it('explains itself with the caveat', async () => {
    const { out } = await langscope(['lens', '--help']);
    assert.ok(out.includes(wrap(lensCaveat, 100)));
  });

  const wrong: readonly [readonly string[], RegExp][] = [
    [[], /No text is given: give --text TEXT, a FILE, or -/],
    [['a.txt', '--text', 'x'], /--text or a FILE, not both/],
    [['--text', 'abc', '--at', '1', '--to', '2'], /--at for one token, or --from and --to/],
    [['--text', 'abc', '--at', '4'], /Offset 4 is behind the end of the text, which has 3/],
    [['--text', 'abc', '--from', '2', '--to', '1'], /--from 2 is behind --to 1/],
    [['--text', 'abc', '--top', '0'], /--top must be at least 1/],
  ];
  for (const [args, sentence] of wrong) {
    it(`status 2 and one line for: langscope lens ${args.join(' ')}`, async () => {
      const { status, out, error } = await langscope(['lens', ...args]);
      assert.deepEqual([status, out], [2, '']);
      assert.match(error, /^langscope: [^\n]*\n$/);
      assert.match(error, sentence);
    });
  }
});

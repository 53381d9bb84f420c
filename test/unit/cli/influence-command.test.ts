import assert from 'node:assert/strict';
import { engineScript, langscope, needs } from './world';

interface Json {
  readonly model: string;
  readonly measure: string;
  readonly unit?: string;
  readonly filler?: { readonly kind: string };
  readonly targets?: number;
  readonly target?: { readonly text: string; readonly start: number; readonly end: number; readonly logprob: number };
  readonly units?: readonly { text: string; start: number; end: number; distance: number; value: number }[];
  readonly curve?: readonly { readonly distance: number; readonly mean: number }[];
}

const text = 'The cat sat on the mat. The dog sat on the';

async function json(...args: readonly string[]): Promise<Json> {
  const { status, out, error } = await langscope(['influence', '--json', '--text', text, ...args]);
  assert.deepEqual([status, error], [0, '']);
  return JSON.parse(out) as Json;
}

describe('langscope influence', function () {
  this.timeout(60_000);
  before(needs(engineScript));

  it('explains the last token by the words before it', async () => {
    const { measure, unit, target, units } = await json('--unit', 'word');
    assert.deepEqual([measure, unit], ['removed', 'word']);
    assert.deepEqual([target?.text, target?.end], [' the', text.length]);
    assert.equal(units?.map((of) => of.text).join(''), text.slice(0, target?.start));
    assert.ok(units.every((of) => text.slice(of.start, of.end) === of.text && Number.isFinite(of.value)));
    assert.equal(units.at(-1)?.distance, 1);
  });

  it('takes the gradient of a recurrent model for the token at an offset', async () => {
    const { measure, target, units } = await json('--model', 'langscope-lstm', '--at', '8');
    assert.equal(measure, 'gradient');
    assert.ok(target !== undefined && target.start <= 8 && target.end > 8);
    assert.ok(units?.every(({ value }) => value > 0));
  });

  it('gives a curve over distance', async () => {
    const { curve, targets, filler } = await json(
      '--curve',
      '--targets',
      '3',
      '--longest',
      '5',
      '--measure',
      'replaced',
    );
    assert.equal(targets, 3);
    assert.deepEqual(
      curve?.map(({ distance }) => distance),
      [1, 2, 3, 4, 5],
    );
    assert.equal(filler?.kind, 'space');
  });

  it('prints a list for a person', async () => {
    const { status, out } = await langscope([
      'influence',
      '--text',
      text,
      '--last',
      '--measure',
      'replaced',
      '--unit',
      'sentence',
    ]);
    assert.equal(status, 0);
    assert.match(out, /What matters to ·the at 38/);
    assert.match(out, /In its place stands a space\./);
    assert.match(out, /nats .*·The·dog·sat·on\n/);
    assert.match(out, /langscope-gpt · q8 · cpu/);
  });

  it('refuses arguments that do not fit together', async () => {
    const wrong = [
      ['--at', '3', '--last'],
      ['--longest', '3'],
      ['--curve', '--unit', 'word'],
      ['--from', '3'],
      ['--at', '999'],
      ['--measure', 'guess'],
      ['--model', 'langscope-gpt', '--at', '0'],
    ];
    for (const args of wrong) {
      const { status, out, error } = await langscope(['influence', '--text', text, ...args]);
      assert.deepEqual([status, out], [2, ''], args.join(' '));
      assert.match(error, /^langscope: .+\n$/);
    }
  });
});

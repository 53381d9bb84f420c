import assert from 'node:assert/strict';
import { readFileSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundled, engineScript, langscope, needs, root, smollm } from './world';

interface Score {
  readonly model: string;
  readonly provider: string;
  readonly precision: string;
  readonly window: number;
  readonly stride: number;
  readonly tokens: readonly {
    readonly id: number;
    readonly text: string;
    readonly start: number;
    readonly end: number;
    readonly logprob: number | null;
    readonly rank: number | null;
    readonly entropy: number | null;
    readonly top: readonly { readonly id: number; readonly text: string; readonly logprob: number }[];
  }[];
  readonly summary: Summary;
}

interface Summary {
  readonly tokens: number;
  readonly scored: number;
  readonly nll: number;
  readonly perplexity: number;
  readonly utf8Bytes: number;
  readonly bitsPerByte: number;
}

interface Golden {
  readonly text: string;
  readonly window: number;
  readonly stride: number;
  readonly summary: Summary;
  readonly tokens: readonly {
    id: number;
    start: number;
    end: number;
    logprob: number | null;
    top?: readonly [number, number][];
  }[];
}

const golden = (name: string): Golden =>
  JSON.parse(readFileSync(join(root, 'test/golden', `${name}.json`), 'utf8')) as Golden;

function parsed({ status, out, error }: Awaited<ReturnType<typeof langscope>>): Score {
  assert.deepEqual([status, error], [0, '']);
  return JSON.parse(out) as Score;
}

/** Within half a percent. */
function close(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual / expected - 1) <= 0.005, `${what}: ${actual} for ${expected}`);
}

function sameSummary(actual: Summary, expected: Summary): void {
  assert.deepEqual(
    [actual.tokens, actual.scored, actual.utf8Bytes],
    [expected.tokens, expected.scored, expected.utf8Bytes],
  );
  close(actual.perplexity, expected.perplexity, 'perplexity');
  close(actual.bitsPerByte, expected.bitsPerByte, 'bits per byte');
  close(actual.nll, expected.nll, 'nll');
}

describe('langscope score, with SmolLM2', function () {
  this.timeout(120_000);
  before(needs(engineScript, smollm));

  for (const name of ['score-short-1024-512', 'score-unicode-1024-512']) {
    it(`gives the figures of ${name}`, async () => {
      const { text, window, stride, tokens, summary } = golden(name);
      const args = [
        'score',
        '-',
        '--model',
        smollm,
        '--window',
        String(window),
        '--stride',
        String(stride),
        '--top',
        '5',
        '--json',
      ];
      const score = parsed(await langscope(args, { input: text }));
      assert.deepEqual(Object.keys(score), ['model', 'provider', 'precision', 'window', 'stride', 'tokens', 'summary']);
      assert.deepEqual([score.provider, score.precision, score.window, score.stride], ['cpu', 'q4', window, stride]);
      assert.deepEqual(
        score.tokens.map(({ id, start, end }) => ({ id, start, end })),
        tokens.map(({ id, start, end }) => ({ id, start, end })),
      );
      let far = 0;
      for (const [i, token] of score.tokens.entries()) {
        const expected = tokens[i]!;
        assert.deepEqual(Object.keys(token), ['id', 'text', 'start', 'end', 'logprob', 'rank', 'entropy', 'top']);
        assert.equal(token.text, text.slice(token.start, token.end));
        if (expected.logprob === null) {
          assert.deepEqual([token.logprob, token.rank, token.entropy, token.top], [null, null, null, []]);
          continue;
        }
        if (Math.abs(token.logprob! - expected.logprob) > 0.05) far++;
        assert.ok(Number.isInteger(token.rank) && token.entropy! > 0);
        assert.equal(token.top.length, 5);
        assert.ok(
          token.top.every(({ id, text: piece, logprob }) => id >= 0 && typeof piece === 'string' && logprob <= 0),
        );
        assert.ok(Math.abs(token.top[0]!.logprob - expected.top![0]![1]) < 0.2);
      }
      assert.ok(far <= Math.ceil(0.01 * tokens.length), `${far} of ${tokens.length} log-probabilities differ`);
      sameSummary(score.summary, summary);
    });
  }

  it('gives the summary of score-guide-512-256', async () => {
    const { text, window, stride, summary } = golden('score-guide-512-256-summary');
    const file = join(mkdtempSync(join(tmpdir(), 'langscope-guide-')), 'guide.txt');
    writeFileSync(file, text);
    const args = [
      'score',
      file,
      '--model',
      smollm,
      '--window',
      String(window),
      '--stride',
      String(stride),
      '--top',
      '0',
      '--json',
    ];
    const score = parsed(await langscope(args));
    sameSummary(score.summary, summary);
    assert.ok(score.tokens.every(({ top }) => top.length === 0));
  });

  it('scores an empty text as nothing', async () => {
    const score = parsed(await langscope(['score', '-', '--model', smollm, '--json']));
    assert.deepEqual([score.tokens, score.summary.scored, score.summary.perplexity], [[], 0, null]);
  });

  const refused: readonly [string, readonly string[], string | Buffer, RegExp][] = [
    [
      'what is not UTF-8',
      ['score', '-', '--model', smollm],
      Buffer.from([0x61, 0xff, 0xfe]),
      /Standard input is not UTF-8 text.*Convert/,
    ],
    [
      'a file that is not there',
      ['score', '/no/such/file', '--model', smollm],
      '',
      /\/no\/such\/file cannot be read: there is no such file\. /,
    ],
    ['a folder', ['score', root, '--model', smollm], '', /it is a folder/],
    ['a model folder that is not there', ['score', '-', '--model', './nowhere'], 'x', /nowhere/],
    ['a provider that does not run', ['score', '-', '--model', smollm, '--provider', 'coreml'], 'x', /coreml/i],
    ['a precision that the model has not', ['score', '-', '--model', smollm, '--precision', 'fp16'], 'x', /fp16/],
  ];
  for (const [what, args, input, sentence] of refused) {
    it(`status 1 and one line for ${what}`, async () => {
      const { status, out, error } = await langscope(args, { input });
      assert.equal(status, 1);
      assert.equal(out, '');
      assert.match(error, /^langscope: [^\n]+\.\n$/);
      assert.match(error, sentence);
    });
  }

  it('says when the engine cannot start', async () => {
    const { status, error } = await langscope(['models'], { engine: join(root, 'dist/no-engine.js') });
    assert.equal(status, 1);
    assert.match(
      error,
      /^langscope: The engine ended unexpectedly \(.*Cannot find module.*\)\. Start it again to go on\.\n$/,
    );
  });
});

describe('langscope tokenize', function () {
  this.timeout(30_000);
  before(needs(engineScript, smollm));

  it('gives ids, texts and UTF-16 places; a byte order mark and NUL are characters', async () => {
    const { status, out } = await langscope(['tokenize', '-', '--model', smollm, '--json'], {
      input: '\ufeff😀 a\0\r\n',
    });
    assert.equal(status, 0);
    const { tokens } = JSON.parse(out) as {
      readonly tokens: readonly { id: number; text: string; start: number; end: number }[];
    };
    assert.deepEqual(Object.keys(tokens[0]!), ['id', 'text', 'start', 'end']);
    assert.deepEqual(
      tokens.slice(-3).map(({ text, start, end }) => [text, start, end]),
      [
        [' a', 3, 5],
        ['\0', 5, 6],
        ['\r\n', 6, 8],
      ],
    );
    assert.deepEqual([tokens[0]!.text, tokens[0]!.start], ['\ufeff', 0]);
  });

  it('prints a line for each token to a pipe', async () => {
    const { out } = await langscope(['tokenize', '-', '--model', smollm], { input: 'Hello world\n' });
    assert.match(
      out,
      /^ +19556 {2}0-5 +Hello\n +905 {2}5-11 +·world\n +198 {2}11-12 +↵\n\n3 tokens · smollm2-135m-instruct\n$/,
    );
  });
});

describe('langscope models', function () {
  this.timeout(30_000);
  before(needs(engineScript, smollm));

  it('lists what is installed with what it can do', async () => {
    const { status, out } = await langscope(['models', smollm, '--json']);
    assert.equal(status, 0);
    const { models } = JSON.parse(out) as { readonly models: readonly Record<string, unknown>[] };
    const model = models.find(({ name }) => name === smollm);
    assert.ok(model);
    assert.ok(typeof model['family'] === 'string' && typeof model['task'] === 'string');
    const capabilities = model['capabilities'] as readonly { readonly capability: string; readonly missing?: string }[];
    assert.equal(capabilities.find(({ capability }) => capability === 'score')?.missing, undefined);
    assert.match(capabilities.find(({ capability }) => capability === 'gates')?.missing ?? '', /\w+/);
    assert.match((await langscope(['models', smollm])).out, /\+ score/);
  });
});

describe('langscope with the bundled model', function () {
  this.timeout(60_000);
  before(needs(engineScript, bundled));

  it('scores without --model', async () => {
    const score = parsed(
      await langscope(['score', '-', '--json'], { input: 'The model is loaded from the folder.\n' }),
    );
    assert.equal(score.model, 'langscope-gpt');
    assert.equal(score.summary.tokens, score.tokens.length);
    assert.ok(score.summary.perplexity > 1);
  });
});

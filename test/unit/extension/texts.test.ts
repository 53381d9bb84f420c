import assert from 'node:assert/strict';
import { figuresAsCsv, figuresAsJson, type Report } from '../../../src/extension/figures-text';
import { legendMarkdown } from '../../../src/extension/legend-markdown';
import { type CatalogueEntry, describeModel } from '../../../src/extension/model-description';
import { isReplacement } from '../../../src/extension/replacement';
import { percentDone, statusText } from '../../../src/extension/status-text';
import { findSurprise } from '../../../src/extension/surprising-tokens';
import { isDocument, isProse, looksBinary } from '../../../src/extension/text-kind';
import { TokenMirror } from '../../../src/extension/token-mirror';
import type { Figures, ScoreState } from '../../../src/protocol';
import { saying } from './saying';

const figures: Figures = {
  tokens: 1234,
  scored: 1233,
  nll: 10,
  perplexity: 24.4307,
  utf8Bytes: 5000,
  bitsPerByte: 1.2,
  unknown: 0,
};

describe('statusText', () => {
  const scored = (state: ScoreState, selection?: Figures) =>
    statusText({ kind: 'scored', model: '/models/gpt', state, figures, selection }, saying);

  it('names model, tokens and perplexity when the document is scored', () => {
    assert.equal(scored({ kind: 'done' }).text, '$(pulse) gpt · 1,234 tokens · ppl 24.4');
    assert.equal(scored({ kind: 'done' }).spoken, 'gpt · 1,234 tokens · ppl 24.4');
  });
  it('gives the figures of a selection instead', () => {
    const one = { ...figures, tokens: 1, perplexity: 3 };
    assert.equal(scored({ kind: 'done' }, one).text, '$(pulse) selection · 1 token · ppl 3.00');
  });
  it('shows progress and no perplexity while it is scored', () => {
    assert.equal(scored({ kind: 'scoring', done: 349, total: 1000 }).text, '$(loading~spin) gpt: scoring 34 %');
    assert.equal(scored({ kind: 'waiting' }).text, '$(loading~spin) gpt: loading');
    assert.equal(percentDone(999, 1000), 99);
    assert.equal(percentDone(0, 0), 0);
  });
  it('marks live figures and failures', () => {
    assert.match(scored({ kind: 'live' }).text, /ppl 24\.4 · live$/);
    const failed = scored({ kind: 'failed', message: 'No.' });
    assert.ok(failed.warning);
    assert.match(failed.text, /gpt: scoring failed/);
  });
  it('has a text for everything else', () => {
    assert.equal(statusText({ kind: 'none' }, saying).text, '$(pulse) Langscope');
    assert.match(statusText({ kind: 'refused', message: 'x' }, saying).text, /not scored/);
    const empty: Figures = { tokens: 0, scored: 0, nll: 0, utf8Bytes: 0, unknown: 0 };
    const text = statusText({ kind: 'scored', model: 'm', state: { kind: 'done' }, figures: empty, selection: undefined }, saying); // prettier-ignore
    assert.equal(text.text, '$(pulse) m · 0 tokens');
  });
});

describe('figures to copy', () => {
  const report: Report = {
    scores: {
      spans: Int32Array.of(0, 2, 2, 5),
      ids: Int32Array.of(7, 9),
      logprob: Float32Array.of(Number.NaN, -0.5),
      rank: Int32Array.of(-1, 3),
      entropy: Float32Array.of(Number.NaN, 1.5),
      unknown: Uint8Array.of(1, 0),
    },
    pieces: ['a"', ',\nb'],
    top: {
      count: 2,
      ids: Int32Array.of(-1, -1, 9, 4),
      logprob: Float32Array.of(0, 0, -0.5, -2),
      pieces: { 9: ',\nb', 4: 'x' },
    },
    figures: { tokens: 2, scored: 1, nll: 0.5, perplexity: Math.exp(0.5), utf8Bytes: 3, bitsPerByte: 0.24, unknown: 1 },
    provenance: { model: 'm', family: 'f', precision: 'q4', provider: 'cpu', window: 8, stride: 4 },
  };

  it('are JSON in the form of the command line', () => {
    const json = JSON.parse(figuresAsJson(report, 'a",\nb')) as Record<string, unknown>;
    assert.deepEqual(Object.keys(json), ['model', 'provider', 'precision', 'window', 'stride', 'tokens', 'summary']);
    assert.deepEqual(json['tokens'], [
      { id: 7, text: 'a"', start: 0, end: 2, logprob: null, rank: null, entropy: null, unknown: true, top: [] },
      { id: 9, text: ',\nb', start: 2, end: 5, logprob: -0.5, rank: 3, entropy: 1.5, top: [{ id: 9, text: ',\nb', logprob: -0.5 }, { id: 4, text: 'x', logprob: -2 }] }, // prettier-ignore
    ]);
  });
  it('are CSV with quoted fields and empty figures where there are none', () => {
    const lines = figuresAsCsv(report, 'a",\nb').split('\r\n');
    assert.equal(lines[1], '"a""",7,0,2,,,,,');
    assert.match(lines[2]!, /^",\nb",9,2,5,-0\.5,0\.7213475204444817,0\.606530659\d+,3,1\.5$/);
    assert.equal(lines.length, 4);
  });
});

describe('findSurprise', () => {
  const mirror = new TokenMirror();
  mirror.replace(1, { start: 0, end: 8 }, {
    spans: Int32Array.of(0, 2, 2, 4, 4, 6, 6, 8),
    ids: new Int32Array(4),
    logprob: Float32Array.of(Number.NaN, -12 * Math.LN2, -1, -15 * Math.LN2),
    rank: Int32Array.of(-1, 0, 0, 0),
    entropy: new Float32Array(4),
    unknown: new Uint8Array(4),
  }); // prettier-ignore
  it('goes forwards and backwards, around the ends', () => {
    const start = (offset: number, direction: 1 | -1) => {
      const found = findSurprise(mirror, offset, 10, direction)!;
      return [found.group.start, found.wrapped];
    };
    assert.deepEqual(start(0, 1), [2, false]);
    assert.deepEqual(start(2, 1), [6, false]);
    assert.deepEqual(start(6, 1), [2, true]);
    assert.deepEqual(start(6, -1), [2, false]);
    assert.deepEqual(start(2, -1), [6, true]);
  });
  it('finds nothing where nothing surprises', () => assert.equal(findSurprise(mirror, 0, 20, 1), undefined));
});

describe('what is scored', () => {
  it('is what a person writes', () => {
    for (const scheme of ['file', 'untitled', 'vscode-userdata']) assert.ok(isDocument(scheme, 'markdown'));
    for (const scheme of ['output', 'git', 'search-editor', 'vscode-scm', 'debug', 'comment']) {
      assert.ok(!isDocument(scheme, 'plaintext'), scheme);
    }
    assert.ok(!isDocument('file', 'search-result'));
    assert.ok(isProse('markdown') && isProse('latex') && isProse('plaintext') && !isProse('typescript'));
  });
  it('is no binary', () => {
    assert.ok(!looksBinary(''));
    assert.ok(
      !looksBinary('Text with\ttabs,\r\nlines and \u001b[31mcolours\u001b[0m, even one NUL \u0000. '.repeat(3)),
    );
    assert.ok(looksBinary('\u007fELF\u0002\u0001\u0001\u0000\u0000\u0000\u0000\ufffd\ufffd'));
    assert.ok(looksBinary('PNG\ufffd\u0000\u0000'.repeat(1000)));
  });
});

describe('describeModel', () => {
  const entry: CatalogueEntry = {
    name: 'langscope-gpt',
    folder: '/x/langscope-gpt',
    bundled: true,
    family: 'causal transformer',
    precisions: ['int8', 'fp32'],
    bytes: 12_345_678,
    vocabulary: 16384,
    context: 512,
    capabilities: [{ capability: 'score' }, { capability: 'gates', missing: 'It has no gates.' }],
    state: { kind: 'unloaded' },
  };
  const words = (one: CatalogueEntry, active = false) => describeModel(one, active, saying).contextValue.split(' ');

  it('offers what can be done with it', () => {
    assert.deepEqual(words(entry), ['model', 'scorer', 'unloaded']);
    assert.deepEqual(words(entry, true), ['model', 'active', 'unloaded']);
    assert.deepEqual(words({ ...entry, problem: 'No tokenizer.' }), ['model']);
    assert.deepEqual(words({ ...entry, state: { kind: 'loading' } }), ['model', 'scorer']);
  });
  it('says what really runs, and why another provider does not', () => {
    const provider = { provider: 'cpu', refused: [{ provider: 'webgpu', reason: 'no adapter' }] } as const;
    const state = { kind: 'loaded', precision: 'int8', provider, bytes: 2_000_000 } as const;
    const described = describeModel({ ...entry, state }, true, saying);
    assert.equal(described.description, 'scores · loaded · int8 · cpu · 2.00 MB');
    assert.deepEqual(described.reasons, ['Not webgpu: no adapter']);
    assert.ok(described.contextValue.split(' ').includes('loaded'));
  });
  it('shows a problem with its sentence', () => {
    const described = describeModel({ ...entry, problem: 'tokenizer.json is missing.' }, false, saying);
    assert.equal(described.icon, 'warning');
    assert.equal(described.problem, 'tokenizer.json is missing.');
    assert.deepEqual(described.reasons, ['tokenizer.json is missing.']);
    assert.match(described.description, /cannot be used/);
  });
  it('lists facts, with what it cannot do and why', () => {
    const { facts } = describeModel(entry, false, saying);
    assert.deepEqual(facts.find(({ name }) => name === 'No gates')?.value, 'It has no gates.');
    assert.deepEqual(facts.find(({ name }) => name === 'Context')?.value, '512 tokens');
  });
});

describe('legendMarkdown', () => {
  const legend = {
    kind: 'scale',
    title: 'Surprisal (bits)',
    steps: [{ label: '0 to 1 bits', color: 'langscope.surprise1', underline: 'dotted', thickness: 2 }],
  } as const;
  it('shows swatches of theme colours, or underlines in high contrast', () => {
    assert.match(legendMarkdown(legend, false), /background-color:var\(--vscode-langscope-surprise1\);/);
    assert.match(legendMarkdown(legend, true), /2 px/);
    assert.doesNotMatch(legendMarkdown(legend, true), /background/);
    assert.equal(legendMarkdown({ kind: 'off' }, false), '');
  });
});

describe('isReplacement', () => {
  it('takes only what the hover wrote', () => {
    assert.ok(isReplacement({ uri: 'u', version: 1, start: 0, end: 2, text: '' }));
    for (const wrong of [undefined, null, 7, {}, { uri: 'u', version: '1', start: 0, end: 2, text: '' }]) {
      assert.ok(!isReplacement(wrong));
    }
  });
});

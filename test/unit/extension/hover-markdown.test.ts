import assert from 'node:assert/strict';
import { type HoverContent, hoverMarkdown } from '../../../src/extension/hover-markdown';
import { code, commandLink, escape } from '../../../src/extension/markdown';
import type { Figures, TokenDetails } from '../../../src/protocol';
import { saying } from './saying';

const figures: Figures = {
  tokens: 3,
  scored: 3,
  nll: 3 * Math.LN2,
  perplexity: 2,
  utf8Bytes: 12,
  bitsPerByte: 0.25,
  unknown: 0,
};
const token: TokenDetails = {
  id: 5,
  start: 4,
  end: 8,
  piece: ' cat',
  unknown: false,
  logprob: -3 * Math.LN2,
  rank: 12,
  entropy: 2 * Math.LN2,
  alternatives: [
    { id: 9, piece: ' dog', text: ' dog', logprob: -1 * Math.LN2 },
    { id: 5, piece: ' cat', text: ' cat', logprob: -3 * Math.LN2 },
    { id: 7, piece: '<E2 80>', logprob: -20 },
    { id: 8, piece: '|`', text: '|`', logprob: -21 },
  ],
};
const content: HoverContent = {
  uri: 'file:///a.md',
  version: 3,
  wordText: 'cats',
  rangeNames: ['line 1', 'selection'],
  document: figures,
  rankThresholds: [10, 100, 1000],
  answer: {
    token,
    word: { start: 4, end: 9, figures },
    ranges: [figures, { tokens: 1, scored: 0, nll: 0, utf8Bytes: 1, unknown: 0 }],
    provenance: { model: 'gpt', family: 'causal', precision: 'int8', provider: 'cpu', window: 512, stride: 256 },
    state: { kind: 'done' },
  },
};

describe('hoverMarkdown', () => {
  const text = hoverMarkdown(content, saying)!;

  it('says the token as it is, its probability, perplexity, surprisal, rank and entropy', () => {
    assert.match(text, /^\*\*`·cat`\*\* · \*\*12\.5 %\*\* · perplexity 8\.00 · \*\*3\.00 bits\*\*/);
    assert.match(text, /rank 13 \(top 100\) · entropy 2\.00 bits/);
  });

  it('links each alternative that can be written, with the version it is for', () => {
    const links = [...text.matchAll(/\[(`+[^\]]*`+)\]\(command:langscope\.replaceToken\?([^ ]+) /g)];
    assert.deepEqual(links.map((link) => link[1]), ['`·dog`', '`` \\|` ``']); // prettier-ignore
    const args = JSON.parse(decodeURIComponent(links[0]![2]!)) as unknown;
    assert.deepEqual(args, [{ uri: 'file:///a.md', version: 3, start: 4, end: 8, text: ' dog' }]);
    assert.match(text, /\*\*`·cat`\*\* ←/);
    assert.match(text, /\| `<E2 80>` \| < 0\.01 % \|/);
  });

  it('draws bars in proportion', () => {
    const bars = [...text.matchAll(/charts-blue\);">([^<]*)</g)].map((bar) => bar[1]);
    assert.deepEqual(bars, ['████', '▏', '█', '▏']);
  });

  it('gives word, line and selection, and says where they come from', () => {
    assert.match(text, /\| word `cats` \| 3 \| 3\.00 bits \| 2\.00 \| 0\.250 \|/);
    assert.match(text, /\| selection \| 1 \| n\/a \| n\/a \| n\/a \|/);
    assert.match(text, /command:langscope\.copyText\?/);
    assert.match(text, /gpt · int8 · cpu · window 512, stride 256 tokens · 3 of 3 tokens scored · 12 bytes/);
  });

  it('says why a token has no score, and nothing where there is no token', () => {
    const { logprob, rank, entropy, ...bare } = token;
    assert.ok(logprob !== undefined && rank !== undefined && entropy !== undefined);
    const unscored = { ...bare, alternatives: [] };
    const done = hoverMarkdown({ ...content, answer: { ...content.answer, token: unscored } }, saying)!;
    assert.match(done, /not scored: the model has nothing before it/);
    const state = { kind: 'scoring', done: 1, total: 2 } as const;
    const early = hoverMarkdown({ ...content, answer: { ...content.answer, token: unscored, state } }, saying)!;
    assert.match(early, /not scored yet/);
    assert.doesNotMatch(early, /expected/);
    const { token: gone, ...without } = content.answer;
    assert.ok(gone);
    assert.equal(hoverMarkdown({ ...content, answer: without }, saying), undefined);
  });
});

describe('markdown', () => {
  it('keeps text from becoming markup', () => {
    assert.equal(escape('a*b_c <x> & [l](u)'), 'a\\*b\\_c \\<x\\> \\& \\[l\\]\\(u\\)');
    assert.equal(code('a`b'), '``a`b``');
    assert.equal(code('`'), '`` ` ``');
    assert.equal(code('|'), '`\\|`');
  });
  it('encodes arguments of command links', () => {
    assert.equal(commandLink('x', 'c', ['a b)"'], 'T'), '[x](command:c?%5B%22a%20b%29%5C%22%22%5D "T")');
  });
});

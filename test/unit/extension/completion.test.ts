import assert from 'node:assert/strict';
import { inComment, markersOf } from '../../../src/extension/completion/comment-markers';
import { completionMarkdown } from '../../../src/extension/completion/completion-markdown';
import { stableStart } from '../../../src/extension/completion/request-text';
import { looksSecret } from '../../../src/extension/completion/secret-files';
import { contextLength, restsOf, type Place, type Suggestion } from '../../../src/extension/completion/suggestion';
import type { CompletedText, Completion } from '../../../src/protocol';
import { saying } from './saying';

function completed(...parts: readonly string[]): CompletedText {
  const tokens = parts.map((text, id) => ({ id, piece: text, text, logprob: -0.5 }));
  return { text: parts.join(''), tokens, logprob: -0.5 * parts.length, end: 'line' };
}

const completion: Completion = {
  texts: [completed('dren', ',', ' a', ' boy'), completed('dren', ' and'), completed('d')],
  typed: ' chil',
  provenance: { model: 'gpt', family: 'toy', precision: 'q8', provider: 'cpu', window: 512, stride: 512 },
  arrangement: 'prefix',
  cut: 0,
  prompt: 9,
  reused: 0,
};

const [head, tail] = ['x'.repeat(300) + ' two chil', '\nThe end'];

function placeIn(text: string, offset: number, uri = 'file:///a.md'): Place {
  return { uri, offset, text: (start, end) => text.slice(Math.max(0, start), end) };
}

const suggestion: Suggestion = {
  uri: 'file:///a.md',
  offset: head.length,
  before: head.slice(-contextLength),
  behind: tail,
  completion,
};

/** What is left when `typed` was written at the place of the suggestion. */
function left(typed: string, around: readonly [string, string] = [head, tail]): readonly string[] {
  const text = around[0] + typed + around[1];
  return restsOf(suggestion, placeIn(text, around[0].length + typed.length)).map(({ text: rest }) => rest);
}

describe('a suggestion that is typed', () => {
  it('leaves its rest, and that of the others that begin so', () => {
    assert.deepEqual(left(''), ['dren, a boy', 'dren and', 'd']);
    assert.deepEqual(left('d'), ['ren, a boy', 'ren and']);
    assert.deepEqual(left('dren,'), [' a boy']);
    assert.deepEqual(left('dren, a bo'), ['y']);
  });

  it('is at its end, or of no use when something else is typed', () => {
    assert.deepEqual(left('dren, a boy'), []);
    assert.deepEqual(left('x'), []);
    assert.deepEqual(left('dren, a boy who was lost'), []);
  });

  it('belongs to its document, its place and what stands around it', () => {
    assert.deepEqual(restsOf(suggestion, placeIn(head + tail, head.length, 'file:///b.md')), []);
    assert.deepEqual(restsOf(suggestion, placeIn(head + tail, head.length - 1)), []);
    assert.deepEqual(left('d', [head.replace('two', 'ten'), tail]), []);
    assert.deepEqual(left('d', [head, '\nAnother end']), []);
  });

  it('keeps the probabilities of the tokens that are left, the first of them as far as it is', () => {
    const text = `${head}dren, ${tail}`;
    const [rest] = restsOf(suggestion, placeIn(text, head.length + 6));
    assert.deepEqual(rest?.tokens.map((token) => token.text), ['a', ' boy']); // prettier-ignore
    assert.deepEqual(rest.tokens.map(({ id }) => id), [2, 3]); // prettier-ignore
  });
});

describe('the hover of a suggestion', () => {
  it('gives every token with its probability, that of the whole, and how it came about', () => {
    const [rest] = restsOf(suggestion, placeIn(head + tail, head.length));
    const text = completionMarkdown(rest!, completion, saying);
    for (const one of ['`dren`', '`,`', '`\u00b7a`', '`\u00b7boy`'])
      assert.ok(text.includes(`| ${one} | 60.7 % |`), one);
    assert.ok(text.includes('13.5 %'), 'the product of four');
    assert.ok(text.includes('begin with `\u00b7chil`'));
    assert.ok(text.includes('gpt'));
  });
});

describe('files that look secret', () => {
  const secret = [
    '/a/.env', '/a/.env.local', '/a/prod.env', '/a/server.pem', '/a/tls.key', '/home/me/.ssh/config', '/a/id_rsa',
    '/a/id_ed25519.pub', '/a/credentials', '/a/credentials.json', '/a/aws-credentials.yml', '/a/secrets.yaml', '/a/.npmrc',
    '/a/.netrc', '/a/.pypirc', '/home/me/.aws/config', '/a/terraform.tfvars', '/a/.git-credentials', '/a/ID_RSA', '/a/store.p12',
    '/a/kubeconfig', '/a/api_token.txt', '/a/passwords.txt', '/a/client.secret',
  ]; // prettier-ignore
  for (const path of secret) it(`${path} is one`, () => assert.ok(looksSecret(path, 'plaintext')));
  const open = [
    '/a/notes.md', '/a/environment.md', '/a/keyboard.ts', '/a/src/token-mirror.ts', '/a/secretary.md', '/a/README.md',
    '/a/monkey', '/a/tokenizer.json', '/a/passage.txt', 'Untitled-1',
  ]; // prettier-ignore
  for (const path of open) it(`${path} is none`, () => assert.ok(!looksSecret(path, 'plaintext')));
  it('a document without a name is, by its language', () => assert.ok(looksSecret('Untitled-1', 'dotenv')));
});

describe('comments', () => {
  const typescript = markersOf(
    '{ // as VS Code writes it\n "comments": { "lineComment": "//", "blockComment": [ "/*", "*/", ], }, }',
  );
  it('are read from a language configuration with comments and stray commas', () => {
    assert.deepEqual(typescript, { line: '//', block: ['/*', '*/'] });
    assert.deepEqual(markersOf('{"comments":{"lineComment":{"comment":"#","noIndent":true}}}'), { line: '#' });
    assert.deepEqual(markersOf('not json'), {});
    assert.deepEqual(markersOf('{"url":"http://x.y/*z"}'), {});
  });
  const cases: readonly (readonly [string, boolean])[] = [
    ['let a = 1; // so', true],
    ['// so\nlet a', false],
    ['let a = "http://x";', false],
    ['let a = "http://x', false],
    ["let a = 'it' // isn't", true],
    ['/* one\n two', true],
    ['/* one */ two', false],
    ['let a = "/*"; b', false],
  ];
  for (const [text, wanted] of cases) {
    it(`${JSON.stringify(text)} ends ${wanted ? 'in one' : 'in none'}`, () =>
      assert.equal(inComment(text, typescript), wanted));
  }
  it('of a language without markers are none', () => assert.ok(!inComment('# a', {})));
});

describe('the text that is sent', () => {
  it('begins at the same place for thousands of keystrokes and is never long', () => {
    const starts = Array.from({ length: 60_000 }, (_, offset) => stableStart(offset, 0));
    assert.ok(starts.every((start, offset) => start <= offset && offset - start <= 12 * 1024));
    assert.ok(starts.every((start, offset) => offset < 12 * 1024 || offset - start >= 6 * 1024));
    assert.equal(new Set(starts).size, 9);
  });
});

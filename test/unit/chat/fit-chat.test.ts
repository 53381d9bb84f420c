import assert from 'node:assert/strict';
import type { ChatMessage, QuotedDocument } from '../../../src/protocol';
import { fitChat, type ChatReader } from '../../../src/engine/chat/fit-chat';
import { cutPlace } from '../../../src/engine/chat/quote';
import { CharacterTokenizer } from '../scoring/toy-model';

const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };

/** One token a character; a line a message. */
function reader(context: number | undefined): ChatReader {
  const template = { render: (all: readonly ChatMessage[]) => all.map(({ role, content }) => `${role[0]!}:${content}\n`).join('') }; // prettier-ignore
  return { name: 'toy', template, tokenizer: new CharacterTokenizer(), context, endTokens: [] };
}

const say = (role: ChatMessage['role'], content: string): ChatMessage => ({ role, content });
const fit = (context: number | undefined, messages: readonly ChatMessage[], document?: QuotedDocument, answer = 10) =>
  fitChat(reader(context), messages, document, answer, token).then(({ prompt }) => prompt);

describe('fitting a conversation into the context', () => {
  const talk = [
    say('system', 'be brief'),
    say('user', 'first question'),
    say('assistant', 'first answer'),
    say('user', 'second question'),
    say('assistant', 'second answer'),
    say('user', 'third'),
  ];
  const whole = 's:be brief\nu:first question\na:first answer\nu:second question\na:second answer\nu:third\n';

  it('leaves everything in where it fits, to the token', async () => {
    const prompt = await fit(whole.length + 10, talk);
    assert.equal(prompt.rendered, whole);
    assert.equal(prompt.tokens, whole.length);
    assert.deepEqual(prompt.leftOut, []);
  });

  it('leaves out the oldest turn, question and answer, and names both', async () => {
    const prompt = await fit(whole.length + 9, talk);
    assert.equal(prompt.rendered, 's:be brief\nu:second question\na:second answer\nu:third\n');
    assert.deepEqual(prompt.leftOut, [
      { kind: 'message', index: 1, role: 'user', beginning: 'first question' },
      { kind: 'message', index: 2, role: 'assistant', beginning: 'first answer' },
    ]);
  });

  it('keeps the system message and the last one to the end', async () => {
    const prompt = await fit(30, talk);
    assert.equal(prompt.rendered, 's:be brief\nu:third\n');
    assert.deepEqual(prompt.leftOut.map((one) => one.kind === 'message' && one.index), [1, 2, 3, 4]); // prettier-ignore
  });

  it('then shortens the document at a line, and names the stretch', async () => {
    const text = 'line number one\nline number two\nline number three\n';
    const prompt = await fit(110, talk, { name: 'notes.md', text });
    assert.ok(prompt.tokens <= 100);
    assert.match(prompt.rendered, /The beginning of the document "notes\.md":\n```\nline number one\n```\n\nthird\n$/);
    assert.equal(prompt.leftOut.length, 5);
    assert.deepEqual(prompt.leftOut[4], { kind: 'document', name: 'notes.md', start: 16, end: text.length });
    assert.deepEqual(prompt.quoted, { start: 0, end: 16 });
  });

  it('quotes with a fence that the text cannot end', async () => {
    const prompt = await fit(undefined, [say('user', 'q')], { name: 'a.md', text: 'x\n````\ny' });
    assert.equal(prompt.rendered, 'u:The document "a.md":\n`````\nx\n````\ny\n`````\n\nq\n');
    assert.equal(prompt.context, undefined);
  });

  it('refuses a message that is empty, alone too long, or of the wrong one, and an answer that leaves no room', async () => {
    await assert.rejects(fit(100, []), /The message is empty: write something first/);
    await assert.rejects(fit(100, [say('user', ' \n ')]), /The message is empty/);
    await assert.rejects(fit(100, [say('user', 'a'), say('assistant', 'b')]), /must be of the user/);
    await assert.rejects(fit(100, [say('user', 'a'), say('system', 'b'), say('user', 'c')]), /only be the first/);
    await assert.rejects(
      fit(50, [say('user', 'x'.repeat(60))]),
      /it has 63 tokens, .* only 40 fit into the 50 that toy/,
    );
    await assert.rejects(fit(10, [say('user', 'x')]), /An answer of 10 tokens leaves no room/);
  });

  it('cuts at a line, else a word, else a whole character', () => {
    assert.equal(cutPlace('one two\nthree four', 12), 8);
    assert.equal(cutPlace('one two three', 10), 7);
    assert.equal(cutPlace('\u{1F600}\u{1F600}', 3), 2);
    assert.equal(cutPlace('short', 9), 5);
  });
});

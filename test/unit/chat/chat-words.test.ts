import assert from 'node:assert/strict';
import { keptOf, keptTurns, type ChatTurn } from '../../../src/protocol';
import {
  candidatesOf,
  endSentence,
  leftOutSentence,
  meterText,
  promptParts,
  sharesOf,
  stepOf,
} from '../../../src/webview/chat/chat-words';

const prompt = { rendered: '<s>hi</s>x', special: [{ start: 0, end: 3 }, { start: 5, end: 9 }], tokens: 4, leftOut: [], ends: [] }; // prettier-ignore

describe('what the Chat view says', () => {
  it('parts the prompt at its special tokens', () => {
    assert.deepEqual(promptParts(prompt), [
      { text: '<s>', special: true },
      { text: 'hi', special: false },
      { text: '</s>', special: true },
      { text: 'x', special: false },
    ]);
  });

  it('says how full the context is', () => {
    assert.equal(meterText({ ...prompt, tokens: 1300, context: 8192 }), '1,300 of 8,192 tokens');
    assert.equal(meterText(prompt), '4 tokens, state carried without end');
  });

  it('names what was left out', () => {
    const message = { kind: 'message', index: 1, role: 'user', beginning: 'first\n question' } as const;
    assert.equal(leftOutSentence(message), 'Your message that begins \u201cfirst question\u201d');
    const rest = { kind: 'document', name: 'a.md', start: 75, end: 100 } as const;
    assert.equal(leftOutSentence(rest), 'The end of a.md: 25 characters (25.0 %)');
  });

  it('says how an answer ended, where it did not simply end', () => {
    assert.equal(endSentence('end-token', undefined, undefined), '');
    assert.match(endSentence('length', undefined, []), /names no token that ends an answer/);
    assert.match(endSentence('length', undefined, ['</s>']), /greatest length, not by the model/);
    assert.match(endSentence('died', 'The engine was killed.', undefined), /^Ended early: .* The engine was killed\.$/);
  });

  it('reads candidate answers, each once', () => {
    assert.deepEqual(candidatesOf(' yes, no ,yes,, '), ['yes', 'no']);
    assert.deepEqual(candidatesOf('1,000\n2,000'), ['1,000', '2,000']);
  });

  it('gives each candidate its share, and each token its step', () => {
    const answers = [Math.log(0.3), Math.log(0.1)].map((logprob, at) => ({ text: String(at), logprob, tokens: 1 }));
    const [a, b] = sharesOf(answers);
    assert.ok(Math.abs(a! - 0.75) < 1e-12 && Math.abs(b! - 0.25) < 1e-12);
    assert.equal(stepOf(-0.1), 1);
    assert.equal(stepOf(-4.01 * Math.LN2), 2);
    assert.equal(stepOf(-40), 8);
  });

  it('keeps the newest turns over a reload, within bounds', () => {
    const turns = Array.from({ length: 60 }, (_, at): ChatTurn => ({ kind: 'question', text: String(at) }));
    const kept = keptOf({ turns, scope: 'none' });
    assert.equal(kept.turns.length, keptTurns);
    assert.equal((kept.turns.at(-1) as { readonly text: string }).text, '59');
    const large = keptOf({
      turns: [{ kind: 'question', text: 'x'.repeat(300_000) }, ...turns.slice(-3)],
      scope: 'none',
    });
    assert.equal(large.turns.length, 3);
  });
});

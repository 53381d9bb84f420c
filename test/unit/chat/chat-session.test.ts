import assert from 'node:assert/strict';
import { fail, type ChatPrompt, type ChatTurn, type EngineEvents, type RequestOf } from '../../../src/protocol';
import { ChatSession, type ChatHost } from '../../../src/extension/chat/chat-session';
import type { EngineLink } from '../../../src/extension/engine-link';

const prompt: ChatPrompt = { rendered: 'u:hi', special: [], tokens: 4, context: 100, leftOut: [], ends: ['</s>'] };
const provenance = {
  model: 'toy',
  family: 'toy',
  precision: 'fp32',
  provider: 'cpu',
  window: 100,
  stride: 100,
} as const;
const token = (piece: string) => ({ id: 1, piece, logprob: -1 });

/** An engine whose answers the test gives. */
class Engine {
  public readonly asked: { kind: string; request: RequestOf<'chat'> }[] = [];
  public reply: (request: RequestOf<'chat'>, cancelled: Promise<never>) => Promise<unknown> = () => Promise.reject(new Error('no reply')); // prettier-ignore
  private readonly listeners = new Map<string, Set<(event: never) => void>>();

  public readonly link: ChatHost['engine'] = {
    request: ((kind: string, request: RequestOf<'chat'>, cancellation?: Parameters<EngineLink['request']>[2]) => {
      this.asked.push({ kind, request });
      const cancelled = new Promise<never>((_, reject) =>
        cancellation?.onCancellationRequested(() => reject(fail('cancelled', 'Cancelled.'))),
      );
      return this.reply(request, cancelled);
    }) as ChatHost['engine']['request'],
    on: (kind, listener) => {
      const list = this.listeners.get(kind) ?? new Set();
      this.listeners.set(kind, list.add(listener));
      return { dispose: () => list.delete(listener) };
    },
  };

  public emit<K extends 'generated' | 'progress'>(kind: K, event: EngineEvents[K]): void {
    for (const listener of this.listeners.get(kind) ?? []) listener(event as never);
  }

  public get listening(): number {
    return [...this.listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }
}

describe('a conversation of the Chat view', () => {
  let engine: Engine;
  let session: ChatSession;
  const host = (): ChatHost => ({
    engine: engine.link,
    load: () => ({ precision: 'auto', provider: 'auto' }),
    context: () => 100,
    quoted: () => ({
      document: { name: 'a.md', text: 'words' },
      about: { name: 'a.md', from: 1, to: 1, characters: 5 },
    }),
    interval: 0,
  });
  beforeEach(() => {
    engine = new Engine();
    session = new ChatSession(host(), () => undefined);
    session.model = 'toy';
  });
  afterEach(() => session.dispose());

  const answer = (text: string) => ({ sequences: [{ text, tokens: [token(text)], end: 'end-token', score: -1 }], prompt, provenance, cut: 0 }); // prettier-ignore
  const last = () => session.turns.at(-1) as Extract<ChatTurn, { readonly kind: 'answer' }>;

  it('asks with what was said before and the document, and keeps the answer', async () => {
    engine.reply = () => Promise.resolve(answer('First.'));
    await session.ask('one?');
    engine.reply = () => Promise.resolve(answer('Second.'));
    await session.ask('two?');
    const { messages, document, options } = engine.asked[1]!.request;
    assert.deepEqual(messages.map(({ content }) => content), ['one?', 'First.', 'two?']); // prettier-ignore
    assert.deepEqual(document, { name: 'a.md', text: 'words' });
    assert.equal(options.sample, false);
    assert.equal(options.maxNewTokens, 25);
    assert.equal(last().text, 'Second.');
    assert.equal(engine.listening, 0);
  });

  it('keeps what came when the engine dies in the middle, marks it, and can be asked again', async () => {
    engine.reply = async ({ task }) => {
      engine.emit('generated', { task: task!, sequence: 0, text: 'Half an', tokens: [token('Half'), token(' an')] });
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw fail('engine-died', 'The engine was killed; it is started again.');
    };
    await session.ask('one?');
    assert.equal(last().text, 'Half an');
    assert.equal(last().tokens.length, 2);
    assert.equal(last().end, 'died');
    assert.match(last().failure!, /was killed/);
    assert.equal(session.busy, undefined);
    engine.reply = () => Promise.resolve(answer('Whole.'));
    await session.again();
    assert.equal(session.turns.length, 2);
    assert.equal(last().text, 'Whole.');
    assert.deepEqual(engine.asked[1]!.request.messages.map(({ content }) => content), ['one?']); // prettier-ignore
    assert.equal(engine.asked[1]!.request.options.sample, true);
  });

  it('says why a request was refused, and leaves the refused question out of the next', async () => {
    engine.reply = () => Promise.reject(fail('unsupported', 'The template threw.'));
    await session.ask('one?');
    assert.equal(last().end, 'failed');
    assert.equal(last().failure, 'The template threw.');
    engine.reply = () => Promise.resolve(answer('Yes.'));
    await session.ask('two?');
    assert.deepEqual(engine.asked[1]!.request.messages.map(({ content }) => content), ['two?']); // prettier-ignore
  });

  it('stops when asked to, and what came stays', async () => {
    engine.reply = ({ task }, cancelled) => {
      engine.emit('generated', { task: task!, sequence: 0, text: 'So far', tokens: [token('So far')] });
      return cancelled;
    };
    const asking = session.ask('one?');
    assert.ok(session.busy);
    session.stop();
    await asking;
    assert.equal(last().end, 'stopped');
    assert.equal(last().text, 'So far');
  });

  it('cleared while it is asked: nothing of the answer comes back', async () => {
    engine.reply = (_, cancelled) => cancelled;
    const asking = session.ask('one?');
    session.clear();
    await asking;
    assert.deepEqual(session.turns, []);
  });

  it('asks nothing when there is nothing to ask, or while it is asking', async () => {
    await session.ask('  \n');
    assert.equal(engine.asked.length, 0);
    engine.reply = (_, cancelled) => cancelled;
    const asking = session.ask('one?');
    await session.ask('two?');
    assert.equal(engine.asked.length, 1);
    session.stop();
    await asking;
  });

  it('comes back after a reload; what was being written then has ended', () => {
    const turns: readonly ChatTurn[] = [
      { kind: 'question', text: 'one?' },
      { kind: 'answer', text: 'Ha', tokens: [], chosen: '', end: 'writing' },
    ];
    session.restore({ turns, scope: 'none', model: 'other' });
    assert.equal(last().end, 'stopped');
    assert.equal(session.scope, 'none');
    assert.equal(session.model, 'toy');
  });
});

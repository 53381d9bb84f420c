import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import { Engine } from '../../../src/engine/engine';
import { handlers } from '../../../src/engine/requests';
import { defaultCompletion, FailureError, type Completion, type CompletionOptions } from '../../../src/protocol';
import { root } from '../text/checkout';

const bundled = join(root, 'models/bundled');
const text = 'The keeper of the lighthouse wrote down the weather every evening, and every morning he read what he had written. '; // prettier-ignore
/** As a person types, goes back, and goes on elsewhere. */
const typed = ['', 'T', 'Th', 'The', 'The ', 'The s', 'The', 'A', 'And then the sto'].map(
  (end) => text.repeat(4) + end,
);

function complete(
  engine: Engine,
  model: string,
  prefix: string,
  more: Partial<CompletionOptions> = {},
  token: CancellationToken = CancellationToken.None,
): Promise<Completion> {
  const options = { ...defaultCompletion, maxNewTokens: 6, leastProbability: 0, count: 2, ...more };
  return handlers.complete(engine, { model, precision: 'auto', provider: 'cpu', prefix, suffix: '', options }, token);
}

describe('the prefix cache of completions', function () {
  this.timeout(120_000);

  for (const model of ['langscope-gpt', 'langscope-lstm']) {
    it(`changes nothing but the time: ${model}`, async () => {
      const engine = new Engine(bundled, () => undefined);
      const fresh = new Engine(bundled, () => undefined);
      try {
        for (const [at, prefix] of typed.entries()) {
          const kept = await complete(engine, model, prefix);
          fresh.completions.forget(await fresh.model({ model, options: { precision: 'auto', provider: 'cpu' } }, CancellationToken.None)); // prettier-ignore
          const without = await complete(fresh, model, prefix);
          assert.deepEqual(kept.texts.map((one) => one.text), without.texts.map((one) => one.text)); // prettier-ignore
          assert.deepEqual(kept.texts.map(({ tokens }) => tokens.map(({ id }) => id)), without.texts.map(({ tokens }) => tokens.map(({ id }) => id))); // prettier-ignore
          kept.texts.forEach(({ logprob }, i) => assert.ok(Math.abs(logprob - without.texts[i]!.logprob) < 1e-3));
          assert.equal(without.reused, 0);
          if (at > 0) assert.ok(kept.prompt - kept.reused <= 8, `${kept.reused} of ${kept.prompt} tokens reused`);
        }
      } finally {
        for (const one of [engine, fresh]) await one.pool.unload(one.folderOf(model));
      }
    });
  }

  it('keeps what was read when a completion is cancelled, and ends within a step', async () => {
    const engine = new Engine(bundled, () => undefined);
    await complete(engine, 'langscope-gpt', 'Warm.');
    const source = new CancellationTokenSource();
    const long = text.repeat(15);
    const running = complete(engine, 'langscope-gpt', long, {}, source.token);
    setTimeout(() => source.cancel(), 30);
    await assert.rejects(running, (error) => error instanceof FailureError && error.failure.code === 'cancelled');
    const { reused, texts } = await complete(engine, 'langscope-gpt', long);
    assert.ok(reused > 0, 'the pieces that were read are not read again');
    const fresh = new Engine(bundled, () => undefined);
    assert.deepEqual(texts[0]?.text, (await complete(fresh, 'langscope-gpt', long)).texts[0]?.text);
    for (const one of [engine, fresh]) await one.pool.unload(one.folderOf('langscope-gpt'));
  });

  it('refuses options that cannot be used, by name', async () => {
    const engine = new Engine(bundled, () => undefined);
    for (const [more, name] of [
      [{ maxNewTokens: 0 }, 'maxNewTokens'],
      [{ count: 33 }, 'count'],
      [{ extent: 'page' as 'line' }, 'extent'],
      [{ leastProbability: 1 }, 'leastProbability'],
      [{ samplers: { topP: 2 } }, 'topP'],
      [{ window: 0.5 }, 'window'],
    ] as const) {
      const refused = (error: unknown) => error instanceof FailureError && error.message.includes(name);
      await assert.rejects(complete(engine, 'langscope-gpt', 'A', more), refused);
    }
  });

  it('shows no text twice, first what it would write alone, then the most probable ones', async () => {
    const engine = new Engine(bundled, () => undefined);
    const { texts, typed: half } = await complete(engine, 'langscope-gpt', `${text}The wea`, { count: 8 });
    assert.equal(half, ' wea');
    assert.ok(texts.length >= 4);
    assert.equal(new Set(texts.map((one) => one.text)).size, texts.length);
    texts.slice(2).forEach(({ logprob }, i) => assert.ok(logprob <= texts[i + 1]!.logprob));
    const { texts: alone } = await complete(engine, 'langscope-gpt', `${text}The wea`, { count: 1 });
    assert.equal(alone[0]?.text, texts[0]?.text);
    for (const one of texts) assert.equal(one.tokens.map((token) => token.text).join(''), one.text);
    await engine.pool.unload(engine.folderOf('langscope-gpt'));
  });
});

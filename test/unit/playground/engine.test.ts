import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import { Engine } from '../../../src/engine/engine';
import { handlers } from '../../../src/engine/requests';
import {
  defaultGeneration,
  FailureError,
  type RequestKind,
  type RequestOf,
  type ResponseOf,
  type Sample,
  type SampledEvent,
} from '../../../src/protocol';
import { root } from '../text/checkout';

const text = 'The engine reads the text from its start. The engine keeps the text, and the engine reads the';

describe('the playground in the engine', function () {
  this.timeout(60_000);
  const told: SampledEvent[] = [];
  const engine = new Engine(join(root, 'models/bundled'), (kind, event) => {
    if (kind === 'sampled') told.push(event as SampledEvent);
  });
  let reading: number;
  const ask = <K extends RequestKind>(
    kind: K,
    request: RequestOf<K>,
    token: CancellationToken = CancellationToken.None,
  ): Promise<ResponseOf<K>> => handlers[kind](engine, request, token);
  const distribution = (
    samplers: RequestOf<'playgroundDistribution'>['samplers'],
    bannedWords: readonly string[] = [],
  ) => ask('playgroundDistribution', { reading, samplers, bannedWords, top: 20 });
  const draw = (more: Partial<RequestOf<'playgroundSamples'>> = {}): Promise<{ readonly samples: readonly Sample[] }> =>
    ask('playgroundSamples', {
      reading, samplers: { temperature: 0.9, topP: 0.95 }, bannedWords: [], sample: true, seed: 7, count: 2,
      maxNewTokens: 12, ...more,
    }); // prettier-ignore
  const code = (error: unknown): string => (error instanceof FailureError ? error.failure.code : String(error));

  before(async () => {
    const focus = { start: text.length, end: text.length };
    const found = await ask('playground', { model: 'langscope-gpt', precision: 'auto', provider: 'cpu', text, focus });
    assert.equal(found.at, text.length);
    assert.ok(found.vocabulary > 1000);
    ({ reading } = found);
  });
  after(() => engine.pool.unload(engine.folderOf('langscope-gpt')));

  it('answers from the logits it keeps: nothing is read, and it takes milliseconds', async () => {
    const kept = await engine.model({ model: 'langscope-gpt', options: { precision: 'auto', provider: 'cpu' } }, CancellationToken.None); // prettier-ignore
    const own = { read: kept.read.bind(kept), logits: kept.logits.bind(kept) };
    kept.read = () => assert.fail('the text was read again');
    kept.logits = () => assert.fail('the logits were computed again');
    try {
      const began = performance.now();
      for (let k = 1; k <= 10; k++) {
        const { bars, left } = await distribution({ topK: k });
        assert.equal(left, k);
        assert.deepEqual(bars.map(({ removedBy }) => removedBy), bars.map((_, at) => (at < k ? undefined : 'topK'))); // prettier-ignore
      }
      assert.ok((performance.now() - began) / 10 < 100);
    } finally {
      Object.assign(kept, own);
    }
  });

  it('bans words in the forms that the tokenizer tells apart', async () => {
    const [best] = (await distribution({})).bars;
    const word = best!.piece.trim();
    const { bars, banned } = await distribution({}, [word]);
    assert.equal(bars[0]!.id, best!.id);
    assert.equal(bars[0]!.removedBy, 'bannedIds');
    assert.equal(bars[0]!.filtered, 0);
    const pieces = banned[0]!.forms.map((form) => form.pieces.join(''));
    assert.ok(pieces.includes(word) && pieces.includes(` ${word}`), pieces.join('|'));
    assert.ok(pieces.includes(word[0]!.toUpperCase() + word.slice(1)), pieces.join('|'));
  });

  it('draws the same samples again from the same seed, and others from another', async () => {
    const [first, second] = [await draw(), await draw()];
    assert.deepEqual(first, second);
    assert.notDeepEqual(first.samples[0], first.samples[1]);
    const other = await draw({ seed: 8 });
    assert.notEqual(other.samples[0]!.text, first.samples[0]!.text);
    // How many are drawn changes none of them.
    const three = await draw({ count: 3 });
    assert.deepEqual(three.samples.slice(0, 2), first.samples);
  });

  it('tells each token as it comes', async () => {
    told.length = 0;
    const { samples } = await draw({ task: 'playground -1' });
    assert.deepEqual(
      samples.map((_, sample) => told.filter((event) => event.sample === sample).map(({ token }) => token)),
      samples.map(({ tokens }) => tokens),
    );
    const last = told.filter(({ sample }) => sample === 1).at(-1);
    assert.equal(last?.text, samples[1]!.text);
    assert.equal(last.end, samples[1]!.end);
  });

  it('takes the most probable tokens where nothing is drawn, as generating does', async () => {
    const { samples } = await draw({ sample: false, samplers: {}, count: 4 });
    assert.equal(samples.length, 1);
    const { sequences } = await ask('generate', {
      model: 'langscope-gpt', precision: 'auto', provider: 'cpu', prompt: text, options: { ...defaultGeneration, maxNewTokens: 12 },
    }); // prettier-ignore
    assert.deepEqual(samples[0]!.tokens.map(({ id }) => id), sequences[0]!.tokens.map(({ id }) => id)); // prettier-ignore
    assert.ok(samples[0]!.tokens.every(({ acted }) => acted === undefined));
  });

  it('marks where a ban acted, and what would have come', async () => {
    const plain = (await draw({ sample: false, samplers: {} })).samples[0]!.tokens[0]!;
    const { samples } = await draw({ sample: false, samplers: { bannedIds: [[plain.id]] } });
    const [token] = samples[0]!.tokens;
    assert.notEqual(token!.id, plain.id);
    const { sampler, kind, best, probability } = token!.acted!;
    assert.deepEqual([sampler, kind, best], ['bannedIds', 'removed', plain.piece]);
    assert.ok(Math.abs(probability - Math.exp(plain.logprob)) < 1e-6);
    const penal = (await draw({ sample: false, samplers: { repetitionPenalty: 5 } })).samples[0]!;
    assert.ok(penal.tokens.some(({ acted }) => acted?.sampler === 'repetitionPenalty' && acted.kind === 'outranked'));
  });

  it('ends when it is cancelled; what was told stays', async () => {
    told.length = 0;
    const source = new CancellationTokenSource();
    const drawn = ask('playgroundSamples', {
      reading, samplers: {}, bannedWords: [], sample: true, seed: 1, count: 16, maxNewTokens: 64, task: 'x',
    }, source.token); // prettier-ignore
    while (told.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    source.cancel();
    await assert.rejects(drawn, (error) => code(error) === 'cancelled');
    const came = told.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(told.length, came);
    assert.ok(came >= 3);
  });

  it('refuses what cannot be used, by name', async () => {
    const wrong: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
      [() => draw({ count: 17 }), /count is 17/],
      [() => draw({ maxNewTokens: 100_000 }), /maxNewTokens is 100000/],
      [() => draw({ samplers: { topP: 2 } }), /topP is 2/],
      [() => distribution({ bannedIds: [[]] }), /bannedIds/],
      [() => ask('playgroundDistribution', { reading, samplers: {}, bannedWords: [], top: 0 }), /top is 0/],
    ];
    for (const [promise, message] of wrong) await assert.rejects(promise(), { message });
    const gone = ask('playgroundDistribution', { reading: 9999, samplers: {}, bannedWords: [], top: 5 });
    await assert.rejects(gone, (error) => code(error) === 'reading-unknown');
  });
});

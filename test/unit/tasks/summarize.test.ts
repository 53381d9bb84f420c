import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { Engine } from '../../../src/engine/engine';
import { handlers } from '../../../src/engine/requests';
import {
  defaultSummariser,
  FailureError,
  type EngineEvents,
  type FailureCode,
  type RequestOf,
  type WrittenSummary,
} from '../../../src/protocol';
import { modelFolders, root } from '../text/checkout';

const none = new CancellationTokenSource().token;
const exportsFolder = join(root, 'test/unit/seq2seq/exports');
const bundled = join(root, 'models/bundled');
const smollm = modelFolders['SmolLM2-135M-Instruct']!;

const text = `# The lighthouse

The old lighthouse stands on the northern cliff. Its **keeper** lights the lamp each night, and ships look for it.

## Bread 🥖

Bread is baked in the village every morning. Flour, water and salt are all that the baker needs.

\`\`\`
lamp.light();
\`\`\`
`;

type Event = { readonly kind: 'generated' | 'summarized' | 'progress'; readonly at: number };

/** An engine, and what it told. */
function engineWith(): {
  readonly engine: Engine;
  readonly events: Event[];
  readonly last: () => EngineEvents['summarized'];
} {
  const events: Event[] = [];
  let last: EngineEvents['summarized'] | undefined;
  const engine = new Engine(bundled, (kind, event) => {
    if (kind === 'generated') events.push({ kind, at: (event as EngineEvents['generated']).sequence });
    if (kind === 'progress') events.push({ kind, at: (event as EngineEvents['progress']).done });
    if (kind !== 'summarized') return;
    last = event as EngineEvents['summarized'];
    events.push({ kind, at: last.done });
  });
  return { engine, events, last: () => last! };
}

const request = (model: string, more: Partial<RequestOf<'summarize'>> = {}): RequestOf<'summarize'> => ({
  model, precision: 'auto', provider: 'cpu', documents: [{ name: 'a.md', text, markdown: true }], sentences: 2, task: 'it', ...more,
}); // prettier-ignore

/** What holds of every summary of the text, whatever a model writes. */
function checkSummary(summary: WrittenSummary, { sentences }: { readonly sentences: number }): void {
  assert.ok(summary.text.length > 0);
  assert.ok(summary.sentences.length >= 1 && summary.sentences.length <= sentences);
  let end = 0;
  for (const sentence of summary.sentences) {
    assert.ok(sentence.start >= end && sentence.end > sentence.start && sentence.end <= summary.text.length);
    end = sentence.end;
    assert.ok(summary.sections[sentence.section]);
  }
  const words = summary.words.map(({ start, end: to }) => summary.text.slice(start, to));
  assert.deepEqual(words, summary.text.match(/\S+/g));
  for (const { probability, copied, sources } of [
    ...summary.words,
    ...summary.sentences.map((one) => ({ ...one, probability: 1, copied: undefined })),
  ]) {
    assert.ok(probability >= 0 && probability <= 1 + 1e-6, `${probability}`);
    assert.ok(copied === undefined || (copied >= 0 && copied <= 1));
    assert.ok(
      sources.reduce((sum, { weight }) => sum + weight, 0) <= (summary.way.kind === 'attention' ? 1 + 1e-4 : 5),
    );
    for (const source of sources) {
      const found = text.slice(source.start, source.end);
      assert.ok(source.document === 0 && found.length > 0 && found.trim() === found, JSON.stringify(found));
      assert.ok(!found.includes('lamp.light'));
    }
  }
  assert.deepEqual(summary.leftOut.filter(({ because }) => because === 'code').length, 1);
  assert.ok(summary.tokens.read > 0 && summary.tokens.written > 0);
  assert.ok(summary.provenance.window > 0);
}

describe('summarize', function () {
  this.timeout(120_000);

  for (const style of ['recurrent', 't5', 'pegasus']) {
    it(`lets ${style} write, with the attention over what it read`, async () => {
      const { engine, events, last } = engineWith();
      const asked = request(join(exportsFolder, style));
      const summary = await handlers.summarize(engine, asked, none);
      checkSummary(summary, asked);
      assert.deepEqual(summary.way, { kind: 'attention' });
      assert.ok(summary.words.some(({ sources }) => sources.length > 0));
      assert.equal(summary.words.every(({ copied }) => copied !== undefined), style === 'recurrent'); // prettier-ignore
      // The words of a section before the section, one section after the other.
      const order = events.flatMap(({ kind, at }) =>
        kind === 'progress' ? [] : [kind === 'generated' ? at : at - 0.5],
      );
      assert.deepEqual(order, [...order].sort((a, b) => a - b)); // prettier-ignore
      assert.equal(last().done, summary.sections.length);
      assert.equal(last().text, summary.text);
      assert.deepEqual(events.at(-1), { kind: 'progress', at: summary.sections.reduce((sum, { tokens }) => sum + tokens, 0) }); // prettier-ignore
      await engine.pool.unload(join(exportsFolder, style));
    });
  }

  it('finds sources by shared words where the attention of a decoder cannot be seen, and says why', async function () {
    const folder = join(root, 'test/unit/inside/exports/bart-fused');
    if (!existsSync(folder)) this.skip();
    const { engine } = engineWith();
    const summary = await handlers.summarize(engine, request(folder), none);
    assert.equal(summary.way.kind, 'similarity');
  });

  const refusals: readonly (readonly [string, FailureCode, Partial<RequestOf<'summarize'>>])[] = [
    [join(bundled, 'langscope-gpt'), 'unsupported', {}],
    [join(exportsFolder, 'marian'), 'unsupported', {}],
    [join(root, 'nowhere'), 'model-missing', {}],
    [join(exportsFolder, 't5'), 'unsupported', { keep: true }],
    [join(exportsFolder, 'recurrent'), 'unsupported', { keep: true }],
    [join(exportsFolder, 'recurrent'), 'bad-request', { sentences: 0 }],
    [join(exportsFolder, 'recurrent'), 'document-empty', { documents: [{ name: 'a', text: '```\nx\n```', markdown: true }] }],
  ]; // prettier-ignore
  for (const [model, code, more] of refusals) {
    it(`is refused (${code}): ${model.slice(root.length)} ${JSON.stringify(more)}`, async () => {
      const { engine } = engineWith();
      await assert.rejects(handlers.summarize(engine, request(model, more), none), (error: unknown) => {
        assert.ok(error instanceof FailureError, String(error));
        assert.equal(error.failure.code, code, error.message);
        return true;
      });
    });
  }

  it('can be cancelled while a section is written', async () => {
    const source = new CancellationTokenSource();
    const engine = new Engine(bundled, (kind) => kind === 'generated' && source.cancel());
    const asked = request(join(exportsFolder, 'recurrent'));
    await assert.rejects(handlers.summarize(engine, asked, source.token), /Cancelled/);
  });

  it('lets an instruct model write, and finds the sources by shared words', async function () {
    if (!existsSync(smollm)) {
      console.log(`      skipped: ${smollm} is not there`);
      this.skip();
    }
    const { engine, events } = engineWith();
    const asked = request(smollm, { sentences: 1 });
    const summary = await handlers.summarize(engine, asked, none);
    checkSummary(summary, asked);
    assert.equal(summary.way.kind, 'similarity');
    assert.match(summary.text, /lighthouse|cliff|lamp|keeper|bread/i);
    assert.ok(summary.sentences[0]!.sources.length > 0);
    assert.ok(events.filter(({ kind }) => kind === 'generated').length > 5);
    await engine.pool.unload(smollm);
  });

  describe('with the bundled summariser', () => {
    const place = join(bundled, defaultSummariser);
    before(function () {
      if (!existsSync(join(place, 'onnx/selector_model_q8.onnx'))) this.skip();
    });

    it('copies, and names what it copied', async () => {
      const { engine } = engineWith();
      const asked = request(defaultSummariser);
      const summary = await handlers.summarize(engine, asked, none);
      checkSummary(summary, asked);
      // A word that was copied whole comes from the same word.
      const copied = summary.words.filter((word) => (word.copied ?? 0) > 0.9 && word.sources[0]!.weight > 0.8);
      assert.ok(copied.length > 0);
      const plain = (part: string): string => part.toLowerCase().replace(/[^\p{L}]/gu, '');
      for (const { start, end, sources } of copied) {
        assert.equal(plain(text.slice(sources[0]!.start, sources[0]!.end)), plain(summary.text.slice(start, end)));
      }
      assert.ok(summary.sentences.every(({ supported }) => supported));
      const kept = await handlers.summarize(engine, { ...asked, keep: true }, none);
      checkSummary(kept, asked);
    });

    it('ranks sentences by what its selector would keep', async () => {
      const { engine } = engineWith();
      const { documents } = request('');
      const { sentences, among } = await handlers.extract(
        engine,
        { documents, method: 'selector', sentences: 2 },
        none,
      );
      assert.equal(among, 4);
      assert.equal(sentences.length, 2);
      for (const {
        text: own,
        sources: [source],
      } of sentences) {
        assert.equal(text.slice(source!.start, source!.end).replaceAll('*', ''), own); // prettier-ignore
        assert.ok(source!.weight > 0 && source!.weight <= 1);
      }
    });
  });
});

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { LensSession } from '../../../src/engine/inside/lens/lens-session';
import { TappedSessions } from '../../../src/engine/inside/tapped-sessions';
import { expectedOf, exportsOf, largest, open, type Expected } from './lens-reading';

const eager = readdirSync(exportsOf('exports')).filter((name) => /^(gpt2|llama)-/.test(name));
const others = readdirSync(exportsOf('lens-exports')).filter((name) => !name.includes('.') && !name.startsWith('_'));
const folders = [
  ...eager.map((name) => join(exportsOf('exports'), name)),
  ...others.map((name) => join(exportsOf('lens-exports'), name)),
];

/** Half precision keeps three digits. */
const toleranceOf = (folder: string): number => (folder.endsWith('half') ? 0.05 : 1e-4);

/** Largest difference of the residual stream, read in pieces of so many tokens. */
async function hiddenDifference(session: LensSession, { ids, hidden }: Expected, size: number): Promise<number> {
  let state = session.begin();
  let most = 0;
  for (let from = 0; from < ids.length; from += size) {
    const piece = Int32Array.from(ids.slice(from, from + size));
    const { streams, state: after } = await session.read(state, piece, true, from + size < ids.length);
    assert.equal(streams?.tokens, piece.length);
    assert.equal(streams.values.length, hidden.length);
    const { width } = streams;
    const differences = streams.values.flatMap((values, depth) =>
      Array.from(values, (value, at) => Math.abs(value - hidden[depth]![from + Math.floor(at / width)]![at % width]!)),
    );
    most = Math.max(most, largest(differences));
    state = after;
  }
  return most;
}

describe('The residual stream and the lens against PyTorch', function () {
  this.timeout(30_000);
  let model: LanguageModel | undefined;
  const sessions = new TappedSessions();
  afterEach(async () => {
    if (model) sessions.forget(model);
    await model?.dispose();
    model = undefined;
  });

  it('covers every style that is there', () => {
    assert.ok(eager.includes('gpt2-eager') && eager.includes('gpt2-fused') && eager.includes('llama-gqa'));
    assert.deepEqual(others, ['cohere', 'gemma2', 'gpt_neox', 'half', 'opt', 'phi']);
  });

  for (const folder of folders) {
    it(folder.split(/[\\/]/).slice(-2).join('/'), async () => {
      const expected = expectedOf(folder);
      model = await open(folder);
      const session = new LensSession(sessions, model);
      const tolerance = toleranceOf(folder);
      const n = expected.ids.length;
      for (const size of [n, 5, 1]) {
        const difference = await hiddenDifference(session, expected, size);
        assert.ok(difference < tolerance, `stream, pieces of ${size}: ${difference}`);
      }
      // The whole distribution of the last position at every depth.
      const { streams } = await session.read(session.begin(), Int32Array.from(expected.ids), true, false);
      const depths = expected.hidden.length;
      const vocabulary = expected.lens[0]!.length;
      const rows = { length: depths };
      const run = {
        tokens: Int32Array.from(rows, () => n - 1),
        depths: Int32Array.from(rows, (_row, depth) => depth),
        finals: Int32Array.from(rows, () => depths - 1),
      };
      const labels = Int32Array.from(rows, (_row, depth) => (7 * depth) % vocabulary);
      const scores = await session.score(streams!, run, labels, vocabulary);
      const final = expected.lens.at(-1)!;
      expected.lens.forEach((logprobs, depth) => {
        const at = depth * vocabulary;
        const ids = scores.topIds.subarray(at, at + vocabulary);
        assert.equal(new Set(ids).size, vocabulary);
        const off = largest(ids.map((id, k) => Math.abs(logprobs[id]! - scores.topLogprob[at + k]!) / tolerance));
        assert.ok(off < 1, `lens at depth ${depth}: ${off * tolerance}`);
        const label = labels[depth]!;
        assert.ok(Math.abs(scores.logprob[depth]! - logprobs[label]!) < tolerance);
        const divergence = final.reduce((sum, value, id) => sum + Math.exp(value) * (value - logprobs[id]!), 0);
        assert.ok(Math.abs(scores.divergence[depth]! - divergence) < tolerance, `divergence at depth ${depth}`);
        const entropy = -logprobs.reduce((sum, value) => sum + Math.exp(value) * value, 0);
        assert.ok(Math.abs(scores.entropy[depth]! - entropy) < tolerance, `entropy at depth ${depth}`);
      });
      assert.equal(scores.divergence[depths - 1], 0);
      assert.ok(scores.divergence.slice(0, -1).every((divergence) => divergence > 0.01));
    });
  }
});

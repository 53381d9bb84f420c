import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answers, ChatPrompt, Generation } from '../../../src/protocol';
import { bundled, engineScript, langscope, needs, smollm } from '../cli/world';

describe('langscope chat', function () {
  this.timeout(120_000);
  before(needs(smollm, engineScript));
  const ask = (question: string, ...more: string[]) =>
    langscope(['chat', '--question', question, '--model', smollm, '--max-new-tokens', '32', ...more]);

  it('shows what the model would read, with the special tokens marked', async () => {
    const { status, out, error } = await ask('Why is the sky blue?', '--render', '--json', '--system', 'Be brief.');
    assert.equal(status, 0, error);
    const prompt = JSON.parse(out) as ChatPrompt;
    const expected = '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhy is the sky blue?<|im_end|>\n<|im_start|>assistant\n'; // prettier-ignore
    assert.equal(prompt.rendered, expected);
    assert.deepEqual(
      prompt.special.map(({ start, end }) => prompt.rendered.slice(start, end)),
      ['<|im_start|>', '<|im_end|>', '<|im_start|>', '<|im_end|>', '<|im_start|>'],
    );
    assert.equal(prompt.context, 8192);
    assert.deepEqual(prompt.ends, ['<|im_end|>']);
  });

  it('answers up to the end of the turn, and says how many tokens were read', async () => {
    const { status, out, error } = await ask('What is the capital of France?', '--json');
    assert.equal(status, 0, error);
    const { sequences, prompt } = JSON.parse(out) as Generation & { readonly prompt: ChatPrompt };
    assert.match(sequences[0]!.text, /Paris/);
    assert.equal(sequences[0]!.end, 'end-token');
    assert.equal(sequences[0]!.tokens.at(-1)!.piece, '<|im_end|>');
    assert.ok(sequences[0]!.tokens.every(({ logprob }) => logprob <= 0));
    assert.equal(prompt.tokens, 37);
  });

  it('asks both ways, and gives every candidate a probability behind both', async () => {
    const { status, out, error } = await ask('Is fire hot?', '--both', '--answers', 'Yes|No', '--json');
    assert.equal(status, 0, error);
    const { candidates, ways } = JSON.parse(out) as Answers;
    assert.deepEqual(candidates, ['Yes', 'No']);
    assert.deepEqual(ways.map(({ way }) => way), ['direct', 'steps']); // prettier-ignore
    assert.equal(ways[0]!.reasoning, '');
    assert.ok(ways[1]!.reasoning.length > 20);
    for (const { probabilities } of ways) {
      assert.deepEqual(probabilities.map(({ text }) => text), candidates); // prettier-ignore
      for (const { logprob, tokens } of probabilities) assert.ok(logprob < 0 && logprob > -50 && tokens >= 1);
    }
  });

  it('refuses an empty message, a message longer than the context, and a model that cannot chat', async () => {
    assert.match((await ask('  ')).error, /The message is empty/);
    assert.match((await ask('word '.repeat(9000))).error, /The message is too long: .* only 8,160 fit into the 8,192/);
    const gpt = await langscope(['chat', '--question', 'hi', '--model', bundled]);
    assert.equal(gpt.status, 1);
    assert.match(gpt.error, /cannot chat\. It has no chat template .*Choose an instruct model/);
  });

  it('names what of a long text was left out', async () => {
    const { status, error } = await langscope(
      ['chat', '-', '--question', 'What is this?', '--model', smollm, '--max-new-tokens', '8000', '--render', '--json'],
      { input: 'The river rises in the hills.\n'.repeat(100) },
    );
    assert.equal(status, 0, error);
    assert.match(
      error,
      /^langscope: of standard input what stands from character \d+ to 3,000 did not fit and was left out/,
    );
  });

  describe('with other files beside the same weights', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'langscope-chat-'));
      for (const file of ['config.json', 'tokenizer.json', 'onnx']) symlinkSync(join(smollm, file), join(folder, file));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));
    const asked = (...more: string[]) =>
      langscope(['chat', '--question', 'Say hi.', '--model', folder, '--max-new-tokens', '12', '--json', ...more]);

    it('says what a template that throws said', async () => {
      writeFileSync(join(folder, 'chat_template.jinja'), "{{ raise_exception('no users here') }}");
      const { status, error } = await asked();
      assert.equal(status, 1);
      assert.match(error, /does not take this conversation: no users here\. Begin a new conversation/);
    });

    it('writes as many tokens as it may where the model names no end', async () => {
      const config = JSON.parse(readFileSync(join(smollm, 'config.json'), 'utf8')) as Record<string, unknown>;
      rmSync(join(folder, 'config.json'));
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, eos_token_id: undefined }));
      writeFileSync(join(folder, 'chat_template.jinja'), readFileSync(join(smollm, 'chat_template.jinja')));
      const { status, out, error } = await asked();
      assert.equal(status, 0, error);
      const { sequences, prompt } = JSON.parse(out) as Generation & { readonly prompt: ChatPrompt };
      assert.deepEqual(prompt.ends, []);
      assert.equal(sequences[0]!.end, 'length');
      assert.equal(sequences[0]!.tokens.length, 12);
    });
  });
});

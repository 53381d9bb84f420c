import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { closeAll, langscope } from './editor-support';

/** A model from outside the checkout. */
function instructModel(): string | undefined {
  const extension = vscode.extensions.getExtension('langscope.langscope')!.extensionPath;
  const folder = path.join(extension, '../shared/models/smollm2-135m-instruct');
  return existsSync(folder) ? folder : undefined;
}

const parts = (result: vscode.LanguageModelToolResult): readonly string[] =>
  result.content.map((part) => (part as vscode.LanguageModelTextPart).value);

async function invoke(name: string, input: object): Promise<readonly string[]> {
  return parts(await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }));
}

interface Compared {
  readonly first: { readonly bitsPerByte: number };
  readonly second: { readonly bitsPerByte: number };
  readonly bitsPerByteDifference: number;
}

describe('tools for agents', function () {
  this.timeout(120_000);
  const sentence = 'The river rises in the hills and flows to the sea.';

  before(() => langscope());

  it('are registered with VS Code', () => {
    const names = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('langscope_'));
    assert.deepEqual(names.sort(), ['langscope_compare', 'langscope_score', 'langscope_surprising']);
  });

  it('score a text: in words, as JSON, and with how it came about', async () => {
    const [text, json] = await invoke('langscope_score', { text: sentence });
    assert.match(text!, /perplexity [\d.,]+ per token, [\d.]+ bits per UTF-8 byte .*langscope-gpt · .*do not tell who/);
    const figures = JSON.parse(json!) as Readonly<Record<string, unknown>>;
    assert.equal(figures['utf8Bytes'], sentence.length);
    assert.ok((figures['perplexity'] as number) > 1);
    assert.equal((figures['provenance'] as { readonly model: string }).model, 'langscope-gpt');
  });

  it('find what surprises most, in a text and in a file of the workspace', async () => {
    const [text, json] = await invoke('langscope_surprising', { text: `${sentence}\nThe river rises in the marmalade.`, count: 1 }); // prettier-ignore
    assert.match(text!, /line 2: "marmalade\.?", [\d.]+ bits/);
    const { spans } = JSON.parse(json!) as { readonly spans: readonly { readonly line: number }[] };
    assert.deepEqual(spans.map(({ line }) => line), [2]); // prettier-ignore
    const [ofFile] = await invoke('langscope_surprising', { file: 'prose.md', count: 3 });
    assert.equal(ofFile!.match(/^line \d+: /gm)?.length, 3);
  });

  it('compare two texts by bits per byte', async () => {
    const [text, json] = await invoke('langscope_compare', { first: sentence, second: 'Sea the to flows and hills the in rises river.' }); // prettier-ignore
    const { first, second, bitsPerByteDifference } = JSON.parse(json!) as Compared;
    assert.ok(second.bitsPerByte > first.bitsPerByte);
    assert.equal(bitsPerByteDifference, second.bitsPerByte - first.bitsPerByte);
    assert.match(text!, /expects the first more/);
  });

  for (const [name, input, sentenceOfRefusal] of [
    ['langscope_score', { text: '  ' }, /"text" must be a text that is not empty/],
    ['langscope_surprising', { text: 'a', file: 'b' }, /Give either "text" or "file"/],
    ['langscope_surprising', { file: '../../etc/passwd' }, /There is no file .* in the workspace/],
    ['langscope_compare', { first: 'one', second: 'two', model: '/nowhere' }, /no model folder \/nowhere/],
  ] as const) {
    it(`refuse ${JSON.stringify(input)} with a sentence`, async () => {
      await assert.rejects(invoke(name, input), sentenceOfRefusal);
    });
  }
});

describe('Langscope as a provider of language models', function () {
  this.timeout(180_000);
  let folder: string;

  before(async function () {
    const found = instructModel();
    if (found === undefined) {
      console.log('      skipped: ../shared/models/smollm2-135m-instruct is not there');
      return this.skip();
    }
    folder = found;
    await langscope();
    const settings = vscode.workspace.getConfiguration('langscope');
    await settings.update('modelFolders', [folder], vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await vscode.workspace.getConfiguration('langscope').update('modelFolders', undefined, vscode.ConfigurationTarget.Global); // prettier-ignore
    await closeAll();
  });

  async function model(): Promise<vscode.LanguageModelChat> {
    for (let attempt = 0; attempt < 50; attempt++) {
      const [found] = await vscode.lm.selectChatModels({ vendor: 'langscope' });
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('VS Code lists no model of Langscope');
  }

  it('lists the instruct model, answers, and counts tokens', async () => {
    const chosen = await model();
    assert.equal(chosen.name, 'smollm2-135m-instruct');
    assert.equal(chosen.maxInputTokens, 8192 - 512);
    assert.ok((await chosen.countTokens('The capital of France')) === 4);
    const ask = [vscode.LanguageModelChatMessage.User('What is the capital of France?')];
    const response = await chosen.sendRequest(ask, { modelOptions: { max_tokens: 24 } });
    let text = '';
    for await (const part of response.text) text += part;
    assert.match(text, /Paris/);
  });
});

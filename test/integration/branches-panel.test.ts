import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { openAt, scored, set, type Shown, shownPanel } from './editor-support';
import { usingModel } from './using-model';

const text = 'The engine reads the text from its start. It keeps the engine busy.\n'.repeat(4);

describe('the branches panel', function () {
  this.timeout(180_000);
  let api: LangscopeApi;
  usingModel('langscope-gpt', (it) => (api = it));

  const shown = (fits?: (state: Shown<'branches'>) => boolean) => shownPanel(api, 'branches', fits);

  async function show(offset: number): Promise<vscode.TextEditor> {
    const editor = await openAt(text, offset);
    await vscode.commands.executeCommand('langscope.showBranches');
    return editor;
  }

  it('tells what may come at the cursor, with the probability that scoring gives what does come', async () => {
    const at = text.indexOf(' engine busy', 200);
    const { document } = await show(at);
    const { content } = await shown();
    assert.deepEqual([content.at, content.root.path, content.root.choices.length], [at, [], 5]);
    const shares = content.root.choices.map(({ logprob }) => Math.exp(logprob));
    assert.deepEqual(shares, [...shares].sort((a, b) => b - a)); // prettier-ignore
    assert.ok(shares.reduce((sum, share) => sum + share, 0) <= 1);
    const { tokens } = await scored(api, document.uri);
    const next = tokens.find(({ start }) => start === at);
    const told = content.root.choices.find(({ piece }) => piece === ' engine');
    assert.ok(next?.logprob !== undefined && told, 'a repeated text is foreseen');
    assert.ok(Math.abs(told.logprob - next.logprob) < 5e-3, `${told.logprob} for ${next.logprob}`);
    assert.ok(Math.abs(content.root.entropy - next.entropy) < 5e-3);
  });

  it('follows the cursor, and reads what stands before it alone', async () => {
    const editor = await show(41);
    const { content: first } = await shown();
    const place = editor.document.positionAt(0);
    editor.selection = new vscode.Selection(place, place);
    const { content: second } = await shown(({ content }) => content.at === 0);
    assert.equal(second.tokens.special.reduce((sum, special) => sum + special, 0), second.tokens.ids.length); // prettier-ignore
    assert.ok(first.tokens.total > 5 && second.tokens.total === 0);
    await editor.edit((edit) => edit.insert(place, 'Once upon'));
    const { content: third } = await shown(({ version }) => version === editor.document.version);
    assert.equal(third.at, editor.document.offsetAt(editor.selection.end));
  });

  it('gives its figure as JSON, CSV, SVG with real text, and PNG', async () => {
    await show(41);
    await shown();
    const figure = async (format: 'json' | 'csv' | 'svg' | 'png'): Promise<string | Uint8Array> => {
      const until = Date.now() + 60_000;
      for (;;) {
        const file = await api.figure('branches', format);
        if (file !== undefined) return file;
        assert.ok(Date.now() < until, `no ${format}`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };
    const json = JSON.parse((await figure('json')) as string) as {
      readonly title: string;
      readonly nodes: readonly { readonly parent: number | null; readonly logprob?: number; readonly joint: number }[];
    };
    assert.equal(json.title, 'Continuations');
    // The likely part unfolds by itself: more than one fork.
    for (const { parent, logprob, joint } of json.nodes.slice(1)) {
      assert.ok(Math.abs(joint - (json.nodes[parent!]!.joint + logprob!)) < 1e-6, 'the joint is the sum');
    }
    assert.ok(json.nodes.length >= 6);
    const csv = (await figure('csv')) as string;
    assert.ok(csv.trimEnd().split('\n').length >= 8);
    const svg = (await figure('svg')) as string;
    assert.match(svg, /^<\?xml/);
    assert.match(svg, /probability of the token/);
    assert.match(svg, /langscope-gpt · \w+ · cpu/);
    const png = await figure('png');
    assert.ok(png instanceof Uint8Array);
    assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  });

  it('works with a recurrent model', async () => {
    await set('model', 'langscope-lstm');
    await show(41);
    assert.equal((await shown()).content.root.choices.length, 5);
    await set('model', 'langscope-gpt');
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LensReading } from '../../src/protocol';
import type { LangscopeApi } from '../../src/extension/test-api';
import { eventually, open, openAt, scored, set, type Shown, shownPanel } from './editor-support';
import { usingModel } from './using-model';

const text = 'The engine reads the text from its start. It keeps the engine busy.\n'.repeat(8);

interface Exported {
  readonly title: string;
  readonly provenance: { readonly model: string };
  readonly unit: string;
  readonly tokens: readonly {
    readonly text: string;
    readonly start: number;
    readonly end: number;
    readonly depths: readonly { readonly name: string; readonly rank: number; readonly kl: number }[];
  }[];
}

describe('the layer view', function () {
  this.timeout(180_000);
  let api: LangscopeApi;
  usingModel('langscope-gpt', (it) => (api = it));

  const shown = (fits?: (state: Shown<'lens'>) => boolean) => shownPanel(api, 'lens', fits);

  async function show(offset: number): Promise<vscode.TextEditor> {
    const editor = await openAt(text, offset);
    await vscode.commands.executeCommand('langscope.showLayers');
    return editor;
  }

  const spanOf = ({ tokens, from, to }: LensReading): readonly [number, number] => [
    tokens.spans[2 * from]!,
    tokens.spans[2 * to - 1]!,
  ];

  it('has figures for the tokens around the cursor, the last layer’s those of the score', async () => {
    const at = text.indexOf('busy', 200);
    const { document } = await show(at);
    const { content } = await shown();
    const [start, end] = spanOf(content);
    assert.ok(start < at && end > at && end - start < 200);
    assert.equal(content.depths, 7);
    const { tokens } = await scored(api, document.uri);
    let compared = 0;
    for (let token = content.from; token < content.to; token++) {
      const own = tokens.find((each) => each.start === content.tokens.spans[2 * token]);
      if (own?.logprob === undefined) continue;
      const cell = (token - content.from + 1) * content.depths - 1;
      assert.ok(Math.abs(content.trueLogprob[cell]! - own.logprob) < 5e-3, `token at ${own.start}`);
      compared++;
    }
    assert.ok(compared > 20);
  });

  it('follows the cursor: within what was read without reading again, elsewhere by a new reading', async () => {
    const editor = await show(10);
    const { content: first } = await shown();
    const [, end] = spanOf(first);
    const near = editor.document.positionAt(end - 3);
    editor.selection = new vscode.Selection(near, near);
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal((await shown()).content, first);
    const far = editor.document.positionAt(text.length - 5);
    editor.selection = new vscode.Selection(far, far);
    const { content: second } = await shown(({ content }) => content !== first);
    assert.equal(spanOf(second)[1], text.length);
  });

  it('reads a selection', async () => {
    const editor = await show(0);
    await shown();
    const [from, to] = [100, 400].map((offset) => editor.document.positionAt(offset));
    editor.selection = new vscode.Selection(from!, to!);
    const { content } = await shown(({ focus }) => focus.start === 100 && focus.end === 400);
    const [start, end] = spanOf(content);
    assert.ok(start <= 100 && start > 90 && end >= 400 && end < 410);
  });

  it('shows the first tokens of a selection that is too long, read once', async () => {
    const editor = await open('a b '.repeat(450));
    editor.selection = new vscode.Selection(new vscode.Position(0, 0), new vscode.Position(0, 1800));
    await vscode.commands.executeCommand('langscope.showLayers');
    // The selection may reach the extension after the panel is open.
    const { content } = await shown(({ content: { tokens } }) => tokens.ids.length > 500);
    assert.ok(spanOf(content)[1] < 1800);
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal((await shown()).content, content);
  });

  it('is read again after an edit', async () => {
    const editor = await show(20);
    const { content } = await shown();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '[A note] '));
    const after = await shown((state) => state.version === editor.document.version);
    assert.ok(after.content.tokens.total > content.tokens.total);
    assert.ok(after.content.tokens.pieces.some((piece) => piece.includes('note')));
  });

  it('gives its figure as JSON, CSV, SVG with real text, and PNG', async () => {
    await show(20);
    await shown();
    const figure = async (format: 'json' | 'csv' | 'svg' | 'png'): Promise<string | Uint8Array> => {
      const until = Date.now() + 60_000;
      for (;;) {
        const file = await api.figure('lens', format);
        if (file !== undefined) return file;
        assert.ok(Date.now() < until, `no ${format}`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };
    const json = JSON.parse((await figure('json')) as string) as Exported;
    assert.deepEqual([json.provenance.model, json.unit], ['langscope-gpt', 'nats']);
    assert.match(json.title, /^Logit lens/);
    for (const { depths, start, end, text: piece } of json.tokens) {
      assert.deepEqual([depths.length, depths.at(-1)!.kl], [7, 0]);
      assert.equal(piece, text.slice(start, end));
    }
    const csv = (await figure('csv')) as string;
    assert.equal(csv.trimEnd().split('\n').length, 2 + 7 * json.tokens.length);
    const svg = (await figure('svg')) as string;
    assert.match(svg, /^<\?xml/);
    assert.match(svg, />·engine<\/text>/);
    assert.match(svg, /A logit lens: each layer/);
    assert.match(svg, /langscope-gpt · \w+ · cpu/);
    const png = await figure('png');
    assert.ok(png instanceof Uint8Array);
    assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  });

  it('says why a recurrent model has none', async () => {
    await set('model', 'langscope-lstm');
    await show(0);
    const refused = await eventually(
      'the reason',
      () => {
        const state = api.panel('lens');
        return state?.kind === 'unsupported' && state;
      },
      60_000,
    );
    assert.match(refused.message, /^The layers of langscope-lstm cannot be shown\. It is recurrent/);
    assert.deepEqual(refused.actions, ['choose-model']);
    await set('model', 'langscope-gpt');
    assert.equal((await shown()).model, 'langscope-gpt');
  });
});

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ShownSummary } from '../../src/protocol';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope, open } from './editor-support';

const text = [
  '# The ferry',
  '',
  'The ferry leaves the harbour every morning at seven. The captain drinks his coffee on deck.',
  'When it rains, the ferry leaves later, and the captain drinks his coffee below.',
  '',
  '```sh',
  'ls harbour',
  '```',
  '',
  'Nobody in the harbour remembers a morning without the ferry. The gulls follow the ferry to the island.',
  'A painter lives on the island and paints the gulls that follow the ferry.',
  '',
].join('\n');

describe('summaries in the editor', function () {
  this.timeout(180_000);
  let api: LangscopeApi;
  let folder: string;

  before(async () => {
    api = await langscope();
    folder = mkdtempSync(path.join(tmpdir(), 'langscope-summary-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(closeAll);

  const run = (command: string, ...args: readonly unknown[]) => vscode.commands.executeCommand(command, ...args);
  const first = () => api.summary().shown[0];
  const summarised = async (command: string, ...args: readonly unknown[]): Promise<ShownSummary> => {
    await run(command, ...args);
    const shown = first();
    assert.equal(api.summary().refusal, undefined);
    assert.ok(shown);
    assert.equal(shown.failure, undefined);
    assert.equal(shown.end, 'done');
    return shown;
  };
  const write = (name: string, content: string | Uint8Array): vscode.Uri => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return vscode.Uri.file(file);
  };

  it('of a document are sentences of it, marked in place as long as that is wanted', async () => {
    const { document } = await open(text);
    const shown = await summarised('langscope.summarize', { method: 'lexrank', length: 'short' });
    assert.equal(shown.sentences.length, 3);
    assert.equal(shown.among, 6);
    for (const { start, end, sources } of shown.sentences) {
      assert.equal(text.slice(sources[0]!.start, sources[0]!.end), shown.text.slice(start, end));
    }
    assert.match(shown.labels.sentences[0]!, /^lines? \d/);
    const marks = await eventually('marks', () => {
      const found = api.summaryMarks(document.uri);
      return found.length > 0 && found;
    });
    assert.deepEqual(
      marks.map(({ start }) => start),
      shown.sentences.map(({ sources }) => sources[0]!.start),
    );
  });

  it('of a selection have their places in the document; what is written before moves them', async () => {
    const editor = await open(text);
    const from = text.indexOf('Nobody');
    editor.selection = new vscode.Selection(editor.document.positionAt(from), editor.document.positionAt(text.length));
    const shown = await summarised('langscope.summarizeSelection', { method: 'lead' });
    const place = shown.sentences[0]!.sources[0]!;
    assert.equal(place.start, from);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'A line before.\n'));
    const moved = first()!;
    assert.deepEqual([moved.sentences[0]!.sources[0]!.start, moved.stale], [from + 15, false]);
    await editor.edit((edit) => edit.insert(editor.document.positionAt(from + 30), 'now '));
    assert.equal(first()!.stale, true);
    await eventually('the line', () => first()!.labels.sentences[0] === 'line 11');
  });

  it('are inserted as a comment, and taken back with one undo', async () => {
    const source =
      '#!/bin/sh\n# The ferry leaves the harbour every morning at seven. The captain drinks his coffee on deck.\n';
    const { document } = await open(source, 'shellscript');
    const shown = await summarised('langscope.summarize', { method: 'lead', length: 'short' });
    await run('langscope.summary.insertComment');
    assert.ok(document.getText().startsWith(`#!/bin/sh\n# ${shown.text.slice(0, 20)}`), document.getText());
    assert.equal(first()!.stale, false);
    await vscode.window.showTextDocument(document);
    await run('undo');
    assert.equal(document.getText(), source);
  });

  it('are inserted as front matter that keeps what is there', async () => {
    const { document } = await open(`---\ntitle: Ferry\n---\n${text}`);
    await summarised('langscope.summarize', { method: 'lead', length: 'short' });
    await run('langscope.summary.insertFrontMatter');
    assert.match(document.getText(), /^---\ntitle: Ferry\ndescription: "The ferry leaves .*"\n---\n# The ferry\n/);
    const plain = await open('The ferry leaves. It comes back.', 'plaintext');
    await summarised('langscope.summarize', { method: 'lead' });
    await run('langscope.summary.insertFrontMatter');
    assert.equal(plain.document.getText(), 'The ferry leaves. It comes back.');
  });

  it('are not inserted into a file that is read-only, with a sentence that says so', async () => {
    const document = await vscode.workspace.openTextDocument(write('read-only.md', text));
    await vscode.window.showTextDocument(document);
    await run('workbench.action.files.setActiveEditorReadonlyInSession');
    await summarised('langscope.summarize', { method: 'lead' });
    for (const how of ['insertComment', 'insertFrontMatter']) {
      await run(`langscope.summary.${how}`);
      assert.equal(document.getText(), text);
      assert.match(api.summary().refusal ?? '', /read-only\.md cannot be written to\. Copy the summary instead/);
    }
  });

  it('are copied', async () => {
    await open(text);
    const shown = await summarised('langscope.summarize', { method: 'lead' });
    await run('langscope.summary.copy');
    assert.equal(await vscode.env.clipboard.readText(), shown.text);
  });

  it('of several files name the file of each sentence', async () => {
    const one = write('one.md', 'The ferry leaves at seven. It is always full.\n');
    const two = write('two.txt', 'The island has one painter. He likes gulls.\n');
    const shown = await summarised('langscope.summarizeFiles', one, [one, two]);
    assert.deepEqual(shown.texts.map(({ name }) => name), ['one.md', 'two.txt']); // prettier-ignore
    assert.deepEqual([...new Set(shown.sentences.map(({ sources }) => sources[0]!.document))], [0, 1]);
    assert.match(shown.labels.sentences[0]!, /^one\.md, line 1$/);
  });

  it('of a folder are of its READMEs, but not of those that were installed into it', async () => {
    write('project/README.md', 'The project watches ferries. It needs a harbour.\n');
    write('project/part/readme.txt', 'This part counts gulls. It needs patience.\n');
    write('project/node_modules/other/README.md', 'This is of somebody else.\n');
    const shown = await summarised('langscope.summarizeFolder', vscode.Uri.file(path.join(folder, 'project')));
    assert.deepEqual(shown.texts.map(({ name }) => name), ['README.md', 'readme.txt']); // prettier-ignore
  });

  it('pass over files that cannot be used, and say so', async () => {
    const good = write('good.md', 'The ferry leaves at seven. It is always full.\n');
    const binary = write(
      'binary.md',
      Uint8Array.from({ length: 300 }, (_, at) => at % 7),
    );
    const empty = write('empty.md', '');
    await run('langscope.summarizeFiles', good, [good, binary, empty, vscode.Uri.file(path.join(folder, 'gone.md'))]);
    assert.deepEqual(first()!.texts.map(({ name }) => name), ['good.md']); // prettier-ignore
    const said = api.summary().refusal ?? '';
    for (const sentence of [/binary\.md looks binary/, /empty\.md is empty/, /gone\.md cannot be read/]) assert.match(said, sentence); // prettier-ignore
  });

  for (const [what, content, sentence] of [
    ['an empty document', '', /is empty: write or choose/],
    ['a document of code alone', '```\nlet x = 1;\n```\n', /no sentences here/],
  ] as const) {
    it(`of ${what} are refused with a sentence`, async () => {
      await open(content);
      await run('langscope.summarize', { method: 'lexrank' });
      assert.match(api.summary().refusal ?? first()!.failure!, sentence);
    });
  }

  it('of nothing selected are refused with a sentence', async () => {
    await open(text);
    await run('langscope.summarizeSelection');
    assert.match(api.summary().refusal!, /Nothing is selected/);
  });

  it('of a document of one megabyte come too', async () => {
    const long = Array.from({ length: 12_000 }, (_, at) => `Sentence ${at} tells of ferry ${at % 91} and gull ${at % 37} in the harbour. `).join('\n'); // prettier-ignore
    await open(long + ' '.repeat(Math.max(0, 1_000_000 - long.length)));
    const shown = await summarised('langscope.summarize', { method: 'lexrank', length: 'medium' });
    assert.ok(shown.sentences.length > 0);
  });

  describe('in the words of the bundled summariser', () => {
    before(function () {
      const { extensionPath } = vscode.extensions.getExtension('langscope.langscope')!;
      if (existsSync(path.join(extensionPath, 'models/bundled/langscope-summariser'))) return;
      console.log('      skipped: models/bundled/langscope-summariser is not there');
      this.skip();
    });

    it('say where each sentence came from and what was left out', async () => {
      const { document } = await open(text);
      const shown = await summarised('langscope.summarize', { model: 'langscope-summariser', length: 'short' });
      assert.ok(shown.text.length > 0);
      assert.ok(shown.way);
      assert.match(shown.provenance!, /^langscope-summariser · .* tokens read, \d+ written$/);
      assert.ok(shown.sentences.some(({ sources }) => sources.length > 0));
      assert.deepEqual(shown.leftOut.filter(({ because }) => because === 'code').length, 1);
      const { length } = document.getText();
      for (const { sources } of shown.words)
        for (const { start, end } of sources) assert.ok(start < end && end <= length);
    });

    it('stop when the person wants it', async () => {
      await open(Array.from({ length: 40 }, () => text).join('\n'));
      const running = run('langscope.summarize', { model: 'langscope-summariser', length: 'long' });
      await eventually('a summary being written', () => first()?.end === 'working');
      await run('langscope.summary.stop');
      await running;
      assert.equal(first()!.end, 'stopped');
    });
  });

  describe('in the words of an instruct model from a folder', () => {
    let model: string;

    before(function () {
      const { extensionPath } = vscode.extensions.getExtension('langscope.langscope')!;
      model = path.join(extensionPath, '../shared/models/smollm2-135m-instruct');
      if (existsSync(model)) return;
      console.log('      skipped: ../shared/models/smollm2-135m-instruct is not there');
      this.skip();
    });

    it('come word by word, say that sources are found by shared words and why, and name what was left out', async () => {
      await open(text);
      const partial: string[] = [];
      const running = run('langscope.summarize', { model, length: 'short' });
      const watching = setInterval(() => {
        const now = first();
        if (now?.end === 'working' && now.writing !== '') partial.push(now.writing);
      }, 10);
      await running;
      clearInterval(watching);
      const shown = first()!;
      assert.deepEqual([shown.failure, shown.end], [undefined, 'done']);
      assert.ok(new Set(partial).size > 3, 'it is seen as it grows');
      const { way } = shown;
      assert.ok(way?.kind === 'similarity');
      assert.match(way.why, /instruct model/);
      assert.match(shown.provenance!, /^smollm2-135m-instruct \u00b7 q4 \u00b7 .* tokens read, \d+ written$/);
      assert.ok(shown.leftOut.some(({ because }) => because === 'code'));
      assert.match(shown.text, /ferry|captain|gulls|painter|harbour/i);
      assert.ok(!/^here(?:'s| is)|:$/i.test(shown.text), shown.text);
      for (const { sources, supported } of shown.sentences) {
        assert.ok(sources.length > 0 || !supported);
        for (const { start, end } of sources) assert.ok(start < end && end <= text.length);
      }
    });

    it('stop in the middle, keep what came, and can be asked for again', async () => {
      await open(text.repeat(12));
      const running = run('langscope.summarize', { model, length: 'long' });
      await eventually('a sentence', () => first()?.end === 'working' && (first()?.text.length ?? 0) > 20, 60_000);
      const stopped = Date.now();
      await run('langscope.summary.stop');
      await running;
      assert.ok(Date.now() - stopped < 5000, 'within a step or two');
      assert.equal(first()!.end, 'stopped');
      assert.ok(first()!.text.length > 0);
    });
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, open } from './editor-support';
import { settledTranslation, usingTranslator, type Translated } from './using-translator';

const sentence = 'The children are in the garden.';
/** Astral and combining characters before, in and behind what is translated; line ends of Windows. */
const lead = '# Notes \u{1f30a}\r\n\r\nO\u030a \u{1f469}\u200d\u{1f33e} says: ';
const taken = 'The cafe\u0301 is closed today, and the \u{1f33b} garden is open.';
const after = ' Zu\u0308rich \u{1f30a}\r\nstays as it is.\r\n\r\nThe last line.\r\n';

describe('translations in the document', function () {
  this.timeout(180_000);
  let api: LangscopeApi;
  usingTranslator((it) => (api = it));

  const run = (command: string, ...args: readonly unknown[]) => vscode.commands.executeCommand(command, ...args);
  const shown = (what: string, fits: (state: Translated) => boolean): Promise<Translated> =>
    settledTranslation(api, what, fits);
  const select = (editor: vscode.TextEditor, from: number, to: number): void => {
    const { document } = editor;
    editor.selection = new vscode.Selection(document.positionAt(from), document.positionAt(to));
  };
  /** Translates and gives the translation by beams. */
  const translated = async (text: string, wish?: object): Promise<string> => {
    await run('langscope.translate', wish);
    const { translations } = await shown(`a translation of ${text}`, ({ source, translations: found, stale }) => source?.text === text && !stale && found.beam !== undefined); // prettier-ignore
    return translations.beam!.text;
  };
  const problem = (sentenceOf: RegExp): void => {
    assert.match(api.translation().problem ?? '', sentenceOf);
  };
  const undo = async (document: vscode.TextDocument): Promise<void> => {
    await vscode.window.showTextDocument(document);
    await run('undo');
  };

  it('replace what was selected, whatever characters stand around it, and one undo takes that back', async () => {
    const all = lead + taken + after;
    const editor = await open(all);
    const { document } = editor;
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    select(editor, lead.length, lead.length + taken.length);
    const beam = await translated(taken);
    assert.ok(beam.length > 0 && !/\p{Surrogate}/u.test(beam) && beam !== taken);
    await run('langscope.translation.replace');
    assert.equal(document.getText(), lead + beam + after);
    await shown('that the text has changed', ({ stale }) => stale);
    await undo(document);
    assert.equal(document.getText(), all);
    const { translations } = await shown('the text as it was', ({ stale }) => !stale);
    await run('langscope.translation.replace', 'greedy');
    assert.equal(document.getText(), lead + translations.greedy!.text + after);
    await undo(document);
    assert.equal(document.getText(), all);
  });

  it('are written below the paragraph, parted by blank lines, and one undo takes that back', async () => {
    const all = lead + taken + after;
    const editor = await open(all);
    const { document } = editor;
    select(editor, lead.length, lead.length + taken.length);
    const beam = await translated(taken);
    await run('langscope.translation.insert');
    const line = lead + taken + after.slice(0, after.indexOf('\r\n'));
    assert.equal(document.getText(), `${line}\r\n\r\n${beam}\r\n${all.slice(line.length)}`);
    await undo(document);
    assert.equal(document.getText(), all);
  });

  it('of whole lines are written below them and not below the next one', async () => {
    const editor = await open(`${sentence}\r\n\r\nNext.\r\n`);
    const { document } = editor;
    editor.selection = new vscode.Selection(0, 0, 2, 0);
    const beam = await translated(`${sentence}\r\n\r\n`);
    await run('langscope.translation.insert');
    assert.equal(document.getText(), `${sentence}\r\n\r\n${beam.trim()}\r\n\r\nNext.\r\n`);
  });

  it('of a document are written behind it, and keep its line ends where they replace it', async () => {
    const all = `# The garden\r\n\r\n${sentence}\r\n`;
    const { document } = await open(all);
    const beam = await translated(all);
    assert.match(beam, /^# [^\r\n]+\r\n\r\n[^\r\n]+\r\n$/);
    await run('langscope.translation.insert');
    assert.equal(document.getText(), `${all.trimEnd()}\r\n\r\n${beam}`);
    await undo(document);
    await run('langscope.translation.replace');
    assert.equal(document.getText(), beam);
    await undo(document);
    assert.equal(document.getText(), all);
  });

  it('go where the text is now, when something was written before it', async () => {
    const editor = await open(`One.\n\n${sentence}\n\nTwo.\n`);
    const { document } = editor;
    select(editor, 6, 6 + sentence.length);
    const beam = await translated(sentence);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\u{1f30a} A new line.\n'));
    await run('langscope.translation.replace');
    assert.equal(document.getText(), `\u{1f30a} A new line.\nOne.\n\n${beam}\n\nTwo.\n`);
  });

  it('of several selections are of the first one, and the others stay', async () => {
    const editor = await open(`${sentence}\n\nThe cat sleeps.\n`);
    const { document } = editor;
    const at = (from: number, to: number) => new vscode.Selection(document.positionAt(from), document.positionAt(to));
    editor.selections = [at(0, sentence.length), at(sentence.length + 2, sentence.length + 9)];
    const beam = await translated(sentence);
    await run('langscope.translation.replace');
    assert.equal(document.getText(), `${beam}\n\nThe cat sleeps.\n`);
  });

  it('are copied', async () => {
    await open(sentence);
    const beam = await translated(sentence);
    await vscode.env.clipboard.writeText('something else');
    await run('langscope.translation.copy');
    assert.equal(await vscode.env.clipboard.readText(), beam);
    await run('langscope.translation.copy', 'greedy');
    assert.equal(await vscode.env.clipboard.readText(), api.translation().translations.greedy!.text);
  });

  it('are not written where the text has changed since, with a sentence that says so', async () => {
    const editor = await open(`${sentence}\n\nTwo.\n`);
    const { document } = editor;
    select(editor, 0, sentence.length);
    await translated(sentence);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 4), 'small '));
    const changed = document.getText();
    for (const how of ['replace', 'insert']) {
      await run(`langscope.translation.${how}`);
      assert.equal(document.getText(), changed);
      problem(/The text has changed since/);
    }
  });

  it('are not written where the document was closed without a file, or cannot be written to', async () => {
    await open(sentence);
    await translated(sentence);
    await closeAll();
    await eventually('the end of the document', () => vscode.workspace.textDocuments.every((one) => one.getText() !== sentence)); // prettier-ignore
    await run('langscope.translation.replace');
    problem(/closed without a file: its text is gone/);
    const folder = mkdtempSync(join(tmpdir(), 'langscope-translation-'));
    try {
      const file = join(folder, 'read-only.md');
      writeFileSync(file, sentence);
      const document = await vscode.workspace.openTextDocument(file);
      await vscode.window.showTextDocument(document);
      await run('workbench.action.files.setActiveEditorReadonlyInSession');
      await translated(sentence);
      await run('langscope.translation.replace');
      assert.equal(document.getText(), sentence);
      problem(/read-only\.md cannot be written to\. Copy the translation instead/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('are scored with the length normalisation that was chosen', async () => {
    await open(sentence);
    const scores: number[] = [];
    const lengths: number[] = [];
    for (const lengthPenalty of [0, 1, 2]) {
      await translated(sentence, { lengthPenalty });
      const state = await shown('it', ({ lengthPenalty: now }) => now === lengthPenalty);
      const [only] = state.translations.greedy!.sentences;
      scores.push(only!.score);
      lengths.push(only!.tokens.length + 1);
    }
    // The same greedy tokens each time, and the end: their log-probability, divided by their number and by its square.
    assert.deepEqual(new Set(lengths).size, 1);
    assert.ok(Math.abs(scores[0]! / lengths[0]! - scores[1]!) < 1e-6, scores.join(' '));
    assert.ok(Math.abs(scores[1]! / lengths[0]! - scores[2]!) < 1e-6, scores.join(' '));
    await translated(sentence, { lengthPenalty: 1 });
  });

  it('are translated back, with the words that did not survive marked in both texts', async () => {
    await open(taken);
    const beam = await translated(taken);
    await run('langscope.translation.back');
    const { round } = await shown('the way back', (state) => state.round !== undefined);
    assert.deepEqual([round!.way, round!.back.from, round!.back.to], ['beam', 'fr', 'en']);
    const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
    const words = (text: string): readonly string[] =>
      [...segmenter.segment(text)]
        .filter(({ isWordLike }) => isWordLike)
        .map(({ segment }) => segment.normalize().toLowerCase());
    assert.equal(round!.words, words(taken).length);
    const of = (text: string, spans: readonly { start: number; end: number }[]) => spans.map(({ start, end }) => text.slice(start, end).normalize().toLowerCase()); // prettier-ignore
    const [lost, added] = [of(taken, round!.lost), of(round!.back.text, round!.added)];
    const rest = (text: string, gone: readonly string[]): readonly string[] => {
      const left = [...gone];
      return words(text)
        .filter((word) => {
          const at = left.indexOf(word);
          if (at >= 0) left.splice(at, 1);
          return at < 0;
        })
        .sort();
    };
    // What is neither lost nor new are the same words, as often.
    assert.deepEqual(rest(taken, lost), rest(round!.back.text, added), JSON.stringify({ beam, lost, added }));
    await run('langscope.translation.again');
    assert.equal(api.translation().round, undefined);
  });
});

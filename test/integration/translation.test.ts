import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { open } from './editor-support';
import { settledTranslation, usingTranslator, type Translated } from './using-translator';

const sentence = 'The children are in the garden.';

describe('translating', function () {
  this.timeout(180_000);
  let api: LangscopeApi;
  usingTranslator((it) => (api = it));

  const settled = (fits: (state: Translated) => boolean): Promise<Translated> =>
    settledTranslation(api, 'the translation', fits);

  it('writes the selection in the other language, greedy and with beams, aligned with the source', async () => {
    const editor = await open(`# Notes\n\n${sentence}\n`);
    const start = editor.document.positionAt(9);
    editor.selection = new vscode.Selection(start, editor.document.positionAt(9 + sentence.length));
    // Another suite may have chosen a language; a command that names none leaves the choice.
    const chosen = api.translation().to;
    await vscode.commands.executeCommand('langscope.translate');
    const { translations, source, to } = await settled((state) => state.translations.beam !== undefined);
    assert.equal(source?.text, sentence);
    for (const way of ['greedy', 'beam'] as const) {
      const found = translations[way]!;
      assert.deepEqual([to, found.from, found.to], [chosen, 'en', 'fr']);
      assert.ok(found.text.length > 0 && found.provenance.model === 'langscope-translator');
      const { tokens, sourceTokens, attention } = found.sentences[0]!;
      assert.equal(attention?.length, tokens.length * sourceTokens.length);
      for (const { start: from, end, text, spelt } of tokens) {
        if (!spelt && end > from) assert.equal(found.text.slice(from, end), text);
      }
    }
  });

  it('says when the text has changed since, and an empty document is refused with a sentence', async () => {
    const editor = await open(`${sentence}\n`);
    await vscode.commands.executeCommand('langscope.translate');
    await settled(({ translations, source }) => source?.text === `${sentence}\n` && translations.beam !== undefined);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 4), 'small '));
    await settled(({ stale }) => stale);
    await vscode.commands.executeCommand('langscope.translation.again');
    const { source } = await settled(({ stale, translations }) => !stale && translations.beam !== undefined);
    assert.match(source?.text ?? '', /^The small children/);
    await open('');
    await vscode.commands.executeCommand('langscope.translate');
    const { problem } = await settled((state) => state.problem !== undefined);
    assert.match(problem ?? '', /nothing to translate/);
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { langscope, root } from './world';

interface Translation {
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly sources: readonly { readonly start: number; readonly end: number }[];
  readonly sentences: readonly {
    readonly text: string;
    readonly tokens: readonly { readonly text: string; readonly sources: readonly { readonly weight: number }[] }[];
  }[];
  readonly truncated: null | { readonly sentences: number };
}

const model = join(root, 'test/unit/seq2seq/exports/translator-dot');
const folder = mkdtempSync(join(tmpdir(), 'langscope-translate-'));

describe('langscope translate', function () {
  this.timeout(30_000);
  const file = join(folder, 'text.md');
  const text = '# The model\n\nThe text is small.\n\n```\nthe code\n```\n';
  before(() => writeFileSync(file, text));

  it('prints the translation with the places it comes from', async () => {
    const { status, out, error } = await langscope(['translate', file, '--to', 'fr', '--model', model, '--json']);
    assert.equal(status, 0, error);
    const found = JSON.parse(out) as Translation;
    assert.deepEqual([found.from, found.to], ['en', 'fr']);
    assert.deepEqual(
      found.sources.map(({ start, end }) => text.slice(start, end)),
      ['The model', 'The text is small.'],
    );
    assert.ok(found.text.startsWith('# ') && found.text.endsWith('\n\n```\nthe code\n```\n'), found.text);
    for (const sentence of found.sentences) {
      assert.ok(found.text.includes(sentence.text));
      for (const { sources } of sentence.tokens) assert.ok(sources.every(({ weight }) => weight > 0 && weight <= 1));
    }
  });

  it('prints the text alone for people, with notes on standard error', async () => {
    const json = JSON.parse(
      (await langscope(['translate', file, '--to', 'fr', '--model', model, '--json', '--beams', '3'])).out,
    ) as Translation;
    const { status, out, error } = await langscope(['translate', file, '--to', 'fr', '--model', model, '--beams', '3']);
    assert.equal(status, 0);
    assert.equal(out, json.text);
    assert.match(error, /translator-dot/);
  });

  it('says what is wrong', async () => {
    const missing = await langscope(['translate', file, '--model', model]);
    assert.equal(missing.status, 2);
    assert.match(missing.error, /--to LANG is needed/);
    const german = await langscope(['translate', file, '--to', 'de', '--model', model]);
    assert.equal(german.status, 1);
    assert.match(german.error, /does not know the language "de".*French \(fr\)/);
    const gpt = await langscope(['translate', file, '--to', 'fr', '--model', 'langscope-gpt']);
    assert.equal(gpt.status, 1);
    assert.match(gpt.error, /langscope-gpt cannot translate/);
    const empty = await langscope(['translate', '-', '--to', 'fr', '--model', model], { input: ' \n' });
    assert.equal(empty.status, 1);
    assert.match(empty.error, /empty/);
  });
});

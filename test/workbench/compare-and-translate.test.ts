import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Workbench } from '../run/workbench';
import { focusInEditor, pageWith, underlines } from './document-page';
import { eventually } from './eventually';
import { runCommand, runCommandAndChoose, takeFromPalette } from './palette';
import { openScoredProse } from './scored-prose';

const draft = 'The children are in the garden. Nobody knows why they play there.\n';
const reference = 'In the garden the children are at play, and nobody knows why they play there.\n';

describe('the Compare and Translate views', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  let page: Page;
  let complaints: readonly string[];

  before(async () => {
    ({ workbench, page, complaints } = await openScoredProse());
    writeFileSync(join(workbench.folder, 'draft.md'), draft);
    writeFileSync(join(workbench.folder, 'reference.md'), reference);
    for (const name of ['reference.md', 'draft.md']) {
      await takeFromPalette(page, name, name);
      await page.locator('.tab.active', { hasText: name }).waitFor();
    }
  });
  after(() => workbench.close());

  it('score a draft against a file, mark in both what they share, and lead to its place', async () => {
    await runCommandAndChoose(page, 'Langscope: Compare with File', 'reference.md');
    const view = await pageWith(page, 'langscope-compare');
    await view
      .locator('tr[data-name="ROUGE-1"] td', { hasText: /^\d[\d.]* %$/ })
      .first()
      .waitFor();
    const runs = (side: number) => view.locator('langscope-matched-text').nth(side).locator('.run');
    await runs(0).first().waitFor();
    assert.equal(await runs(0).count(), await runs(1).count());
    assert.ok((await underlines(page)).length > 0, 'the editor marks what is shared');
    await runs(0).first().focus();
    assert.equal(await view.locator('.run.on').count(), 2);
    await page.keyboard.press('Enter');
    await focusInEditor(page);
  });

  it('translate the document, align a word with its source, and give the keyboard back', async () => {
    await runCommand(page, 'Langscope: Translate Selection');
    const view = await pageWith(page, 'langscope-translate');
    const word = view.locator('section.beam .word').first();
    await word.waitFor({ timeout: 90_000 });
    await view.locator('langscope-heatmap canvas').waitFor();
    await word.focus();
    await eventually('aligned words of the source', async () => (await view.locator('.source .word.on').count()) > 0);
    await page.keyboard.press('Escape');
    await focusInEditor(page);
  });

  it('raised no error in any page', () => assert.deepEqual(complaints, []));
});

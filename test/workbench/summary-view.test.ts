import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { root } from '../run/host';
import type { Workbench } from '../run/workbench';
import { cursorPlace, focusInEditor, pageWith } from './document-page';
import { eventually } from './eventually';
import { runCommand } from './palette';
import { makeRoomInSideBar, openScoredProse } from './scored-prose';

const summariser = join(root, 'models/bundled/langscope-summariser');

describe('the Summary view', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  let page: Page;
  let view: Frame;
  let complaints: readonly string[];

  before(async () => {
    ({ workbench, page, complaints } = await openScoredProse());
    await runCommand(page, 'Langscope: Summarize Document');
    view = await pageWith(page, 'langscope-summary');
    await makeRoomInSideBar(page);
  });
  after(() => workbench.close());

  const sentences = () => view.locator('langscope-summary-article .sentence');
  const note = () => view.locator('.note.source');
  /** The first line that the note names. */
  const line = async () => Number(/lines? ([\d,]+)/.exec(await note().innerText())?.[1]);

  it('shows sentences of the text, says of how many, and announces them', async () => {
    await sentences().first().waitFor();
    assert.match(await view.locator('.made').innerText(), /^\d+ of \d+ sentences/);
    await eventually('the announcement', async () => /Summary by LexRank: \w/.test(await view.locator('.announced').innerText())); // prettier-ignore
  });

  it('goes by keyboard from sentence to sentence, and to where one came from', async () => {
    await sentences().first().focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await view.locator('.sentence:focus').getAttribute('data-sentence'), '1');
    const from = await line();
    assert.ok(from > 0);
    await page.keyboard.press('Enter');
    await focusInEditor(page);
    await page.locator('.statusbar-item', { hasText: /Ln \d+.*selected/ }).waitFor();
    // The cursor is in the source now: its sentence is marked in the view.
    await page.keyboard.press('ArrowLeft');
    assert.equal((await cursorPlace(page))[0], from);
    await view.locator('.sentence.at-cursor[data-sentence="1"]').waitFor();
  });

  it('gives the keyboard back with Escape', async () => {
    await sentences().first().focus();
    await page.keyboard.press('Escape');
    await focusInEditor(page);
  });

  it('says when the text has changed, and summarises again', async () => {
    const where = () => view.locator('langscope-summary-article .text').boundingBox();
    const before = await where();
    await page.keyboard.type('x');
    await view.locator('.start .stale', { hasText: 'Text changed.' }).waitFor();
    assert.deepEqual(await where(), before, 'nothing moves while somebody types');
    assert.equal(await view.locator('.text.old').count(), 1);
    await view.locator('.stale button').click();
    await view.locator('.stale').waitFor({ state: 'detached' });
    await page.locator('.view-lines').first().click();
    await runCommand(page, 'Undo');
  });

  it('lets the bundled model write, with the sources of its words, beside the chosen sentences', async function () {
    if (!existsSync(summariser)) {
      console.log(`      skipped: ${summariser} is not there`);
      return this.skip();
    }
    await workbench.status(/ppl/);
    await view.locator('select.means option[value="write:langscope-summariser"]').waitFor({ state: 'attached' });
    await view.locator('select.means').selectOption('write:langscope-summariser');
    await view.locator('button.go').click();
    await view.locator('.way').waitFor({ timeout: 120_000 });
    assert.match(await view.locator('.way').innerText(), /^Sources by (?:attention|similarity)/);
    await sentences().first().focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await view.locator('.word.pointed').count(), 1, 'the word that the keyboard is at is marked');
    await view.locator('.word').first().hover();
    await eventually('the word’s figures', async () => /probability [\d.<> ]+.%/.test(await note().innerText()));
    await view.locator('button.git-compare').click();
    await page.locator('.quick-input-widget input').fill('textrank');
    await page.keyboard.press('Enter');
    await view.locator('.closeness').waitFor();
    assert.equal(await view.locator('langscope-summary-article').count(), 2);
    await view.locator('button.chrome-close').last().click();
    await view.locator('.closeness').waitFor({ state: 'detached' });
  });

  it('raised no error in any page', () => assert.deepEqual(complaints, []));
});

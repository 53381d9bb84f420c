import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import type { Workbench } from '../run/workbench';
import { pageWith } from './document-page';
import { eventually } from './eventually';
import { runCommand, takeFromPalette } from './palette';
import { openScoredProse } from './scored-prose';

const sentence = 'The children are in the garden.';

describe('the Translate view', function () {
  this.timeout(300_000);
  let workbench: Workbench;
  let page: Page;
  let view: Frame;
  let complaints: readonly string[];

  before(async () => {
    ({ workbench, page, complaints } = await openScoredProse());
    writeFileSync(join(workbench.folder, 'garden.md'), sentence);
    await takeFromPalette(page, 'garden.md', 'garden.md');
    await page.locator('.tab.active', { hasText: 'garden.md' }).waitFor();
    await runCommand(page, 'Langscope: Translate Selection');
    view = await pageWith(page, 'langscope-translate');
    await settled();
  });
  after(() => workbench.close());

  /** Waits until the view shows both translations and nothing is under way. */
  const settled = (): Promise<void> =>
    view.locator('section.beam button[title^="Translate back"]:enabled').waitFor({ timeout: 90_000 });
  const score = (way: string): Promise<string> => view.locator(`section.${way} .score`).innerText();
  const editorText = async (): Promise<string> =>
    (await page.locator('.editor-instance .view-lines').innerText()).replaceAll('\u00a0', ' ').trim();

  it('translates again with another length normalisation when the slider is moved', async () => {
    const before = await score('greedy');
    assert.match(before, /^score [-−]?\d/);
    await view.locator('input[type="range"]').focus();
    await page.keyboard.press('Home');
    await eventually('the score without normalisation', async () => {
      const now = await score('greedy');
      return now !== before && /^score/.test(now);
    });
    await settled();
    const value = (text: string): number => Number(text.replace('score ', '').replace('\u2212', '-'));
    // Not divided by the number of tokens, it is that many times as large.
    const ratio = value(await score('greedy')) / value(before);
    assert.ok(ratio > 3 && ratio < 30, `${ratio}`);
    assert.match(await view.locator('langscope-provenance-line button').innerText(), /length penalty 0/);
  });

  it('translates back and marks what was lost', async () => {
    await view.locator('section.beam button[title^="Translate back"]').click();
    const round = view.locator('section.round');
    await round.waitFor({ timeout: 90_000 });
    const told = /^(\d+) of 6 words did not come back/.exec(await round.locator('p').innerText());
    assert.ok(told, await round.locator('p').innerText());
    assert.equal(await view.locator('.source .word.lost').count(), Number(told[1]));
  });

  it('replaces the text, and gives way when it has changed since', async () => {
    await settled();
    const translation = (await view.locator('section.beam .words').innerText()).trim();
    await view.locator('section.beam button[title^="Replace"]').click();
    await eventually('the translation in the editor', async () => (await editorText()) === translation);
    // Now the text is another one: what would be written over it is not offered.
    await view.locator('section.beam button[title^="Replace"]:disabled').waitFor();
    await view.locator('section.beam button[title^="Insert"]:disabled').waitFor();
    await page.locator('.editor-instance .view-line').first().click();
    await page.keyboard.press('ControlOrMeta+z');
    await eventually('the text as it was', async () => (await editorText()) === sentence);
    await view.locator('section.beam button[title^="Insert"]:enabled').click();
    await eventually('both texts', async () => {
      const text = await editorText();
      return text.startsWith(sentence) && text.includes(translation);
    });
  });

  it('raised no error in its page', () => assert.deepEqual(complaints, []));
});

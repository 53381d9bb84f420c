import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type Workbench, openTestWorkbench } from '../run/workbench';
import { fills, underlines } from './document-page';
import { eventually } from './eventually';
import { runCommand } from './palette';

describe('the editor as a person sees it', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    workbench = await openTestWorkbench('prose.md', { 'workbench.colorTheme': 'Light 2026' });
    ({ page } = workbench);
    await workbench.status(/ppl/);
  });

  after(() => workbench.close());

  it('colours text by surprise, in several strengths of one hue', async () => {
    const colours = await eventually('colours', async () => {
      const found = await fills(page);
      return found.length >= 4 && found;
    });
    const strengths = new Set(colours.map((colour) => /, ([\d.]+)\)$/.exec(colour)?.[1]));
    assert.ok(strengths.size >= 4, colours.join(' '));
    assert.deepEqual(await underlines(page), []);
  });

  it('shows what the model expected in a hover, and writes it when it is picked', async () => {
    const lines = page.locator('.view-lines');
    const before = await lines.innerText();
    await page.locator('.view-line span span', { hasText: 'xylophones' }).first().waitFor();
    const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'expected' });
    await hoverWord(page, 'xylophones');
    await hover.first().waitFor();
    const text = await hover.first().innerText();
    assert.match(text, /perplexity [\d.,]+/);
    assert.match(text, /[\d.]+ bits/);
    assert.match(text, /rank [\d,]+/);
    assert.match(text, /entropy [\d.]+ bits/);
    assert.match(text, /langscope-gpt · \w+ · cpu/);
    const picks = hover.first().locator('a[title="Write this instead"], a[data-href*="replaceToken"]');
    assert.ok((await picks.count()) >= 9, `${await picks.count()} alternatives to pick`);
    await picks.first().click();
    await eventually('other text', async () => (await lines.innerText()) !== before);
    await workbench.status(/ppl/);
    await page.keyboard.press('Escape');
    await page.locator('.view-line').first().click();
    await page.keyboard.press('Control+Z');
    await eventually('the old text', async () => (await lines.innerText()) === before);
  });

  it('takes the colours away and gives them back', async () => {
    await runCommand(page, 'Langscope: Toggle Colours');
    await eventually('no colours', async () => (await fills(page)).length === 0);
    await runCommand(page, 'Langscope: Toggle Colours');
    await eventually('colours', async () => (await fills(page)).length >= 4);
  });

  it('goes from surprise to surprise by keyboard', async () => {
    await page.locator('.view-line').first().click();
    const first = await steadyPlace(page);
    await page.keyboard.press('Alt+.');
    const second = await steadyPlace(page, (place) => place !== first);
    assert.match(second, /selected/);
    await page.keyboard.press('Alt+.');
    await steadyPlace(page, (place) => place !== second);
    await page.keyboard.press('Alt+,');
    await steadyPlace(page, (place) => place === second);
  });
});

/** Rests the pointer on the middle of the first visible occurrence of a word. */
async function hoverWord(page: Page, word: string): Promise<void> {
  const box = await page.evaluate<{ x: number; y: number } | undefined>(`(() => {
    const walker = document.createTreeWalker(document.querySelector('.view-lines'), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
      const at = node.data.indexOf(${JSON.stringify(word)});
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at + 2);
      range.setEnd(node, at + 3);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
    return undefined;
  })()`);
  assert.ok(box, `${word} is visible`);
  await page.mouse.move(box.x - 30, box.y + 2);
  await page.mouse.move(box.x, box.y, { steps: 5 });
}

/** What the status bar says of the cursor and the selection, once it does not change any more. */
async function steadyPlace(page: Page, fits: (place: string) => boolean = () => true): Promise<string> {
  const read = () => page.locator('.statusbar-item', { hasText: /Ln \d+, Col \d+/ }).innerText();
  return eventually('another place', async () => {
    const place = await read();
    await page.waitForTimeout(400);
    return place === (await read()) && fits(place) && place;
  });
}

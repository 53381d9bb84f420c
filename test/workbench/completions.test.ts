import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type Workbench, openTestWorkbench } from '../run/workbench';
import { focusInEditor } from './document-page';
import { eventually } from './eventually';
import { runCommand, takeFromPalette } from './palette';

describe('completions as a person sees them', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    workbench = await openTestWorkbench('prose.md', { 'workbench.colorTheme': 'Dark 2026' });
    ({ page } = workbench);
    await workbench.status(/ppl/);
  });

  after(() => workbench.close());

  /** The grey text at the cursor. */
  const ghost = () => page.locator('[class*="ghost-text-decoration"]');
  const text = async (): Promise<string> =>
    (await page.locator('.editor-group-container.active .view-lines').innerText()).replace(/\u00a0/g, ' ');

  it('stand in grey behind the cursor, with the probability of each token at hand, and Tab writes them', async () => {
    await runCommand(page, 'Langscope: Open an Unfinished Sample');
    await ghost().first().waitFor();
    const suggested = (await ghost().allInnerTexts()).join('').trim();
    assert.match(suggested, /^dren/);
    await focusInEditor(page);
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+I');
    const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'suggested' });
    await hover.first().waitFor();
    assert.match(await hover.first().innerText(), /dren\s+[\d.]+ %/);
    if (process.env['LANGSCOPE_SHOTS']) await page.screenshot({ path: `${process.env['LANGSCOPE_SHOTS']}/hover.png` });
    await page.keyboard.press('Escape');
    await runCommand(page, 'Langscope: Complete at the Cursor');
    await ghost().first().waitFor();
    await page.keyboard.press('Tab');
    await eventually('the words', async () => (await text()).includes(`chil${suggested}`));
  });

  it('come while text is typed, and are taken over word by word', async () => {
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('For more information, see the docu', { delay: 20 });
    const whole = await eventually('several words in grey', async () => {
      const found = (await ghost().allInnerTexts())
        .join('')
        .replace(/\u00a0/g, ' ')
        .trim();
      return / \w/.test(found) && found;
    });
    await page.keyboard.press('Control+ArrowRight');
    const [word] = whole.split(' ');
    await eventually('its first word', async () => (await text()).includes(`see the docu${word}`));
    const rest = await eventually('the others still in grey', async () => {
      const found = (await ghost().allInnerTexts())
        .join('')
        .replace(/\u00a0/g, ' ')
        .trim();
      return found !== '' && found !== whole && found;
    });
    assert.ok(whole.endsWith(rest), `${rest} is left of ${whole}`);
    await page.keyboard.press('Escape');
  });

  it('are offered in a list with their probabilities', async () => {
    const command = 'Langscope: Completions With Their Probabilities';
    await takeFromPalette(page, `>${command}`, command);
    const rows = page.locator('.quick-input-list .monaco-list-row', { hasText: '%' });
    await rows.first().waitFor();
    assert.ok((await rows.count()) > 1);
    if (process.env['LANGSCOPE_SHOTS']) await page.screenshot({ path: `${process.env['LANGSCOPE_SHOTS']}/list.png` });
    const before = await text();
    await page.keyboard.press('Enter');
    await eventually('the one that is picked', async () => (await text()).length > before.length);
  });
});

import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import type { Workbench } from '../run/workbench';
import { fills, pageWith } from './document-page';
import { eventually } from './eventually';
import { runCommand } from './palette';
import { openScoredProse } from './scored-prose';

describe('How far back', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let page: Page;
  let view: Frame;
  /** What the page complained about. */
  let complaints: readonly string[];

  before(async () => {
    ({ workbench, page, complaints } = await openScoredProse({ 'workbench.colorTheme': 'Dark 2026' }));
    // Somewhere in the text, with something before it.
    await page.keyboard.press('Control+G');
    await page.keyboard.type('9:20');
    await page.keyboard.press('Enter');
    await runCommand(page, 'Langscope: Show How Far Back It Remembers');
    view = await pageWith(page, 'langscope-influence');
    await view.locator('[role=option]').first().waitFor();
  });

  after(() => workbench.close());

  it('says which token it explains, by what, and how it came about', async () => {
    assert.match(await view.locator('.target').innerText(), /What matters to\s+\S+\s+p = /);
    assert.match(await view.locator('.says').innerText(), /left out/);
    assert.match(await view.locator('langscope-provenance-line button').innerText(), /langscope-gpt · \w+ · cpu · /);
  });

  it('lists what stands before in falling order, and colours it in the document', async () => {
    const changes = await view.locator('[role=option] .right:nth-child(3)').allTextContents();
    const sizes = changes.map((text) => Math.abs(Number(text.replace('\u2212', '-'))));
    assert.ok(sizes.length > 10);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    );
    await eventually('colours in the document', async () => (await fills(page)).length > 1);
  });

  it('marks a unit in the editor while it is pointed at, and goes there on a click', async () => {
    const target = await view.locator('.token').innerText();
    const option = view.locator('[role=option]').first();
    await option.hover();
    const about = view.locator('section .below').first();
    await eventually('what is pointed at', async () => /tokens? back, [+\u2212]/.test(await about.innerText()));
    await option.click();
    await eventually('a selection', async () => (await page.locator('.view-overlays .selected-text').count()) > 0);
    await page.waitForTimeout(600);
    assert.equal(await view.locator('.token').innerText(), target, 'the token goes on being explained');
  });

  it('is walked by keyboard: the strip and the list', async () => {
    const strip = view.locator('langscope-unit-strip svg');
    await strip.focus();
    await page.keyboard.press('End');
    const isAt = (what: string, expected: (at: number) => boolean) =>
      eventually(what, async () => expected(Number(await strip.getAttribute('aria-valuenow'))));
    const last = Number(await strip.getAttribute('aria-valuemax'));
    await isAt('the nearest', (at) => at === last);
    await page.keyboard.press('ArrowLeft');
    await isAt('the one before', (at) => at === last - 1);
    await page.keyboard.press('Home');
    await isAt('the farthest', (at) => at === 1);
    const list = view.locator('[role=listbox]');
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await eventually('the second', async () => (await list.getAttribute('aria-activedescendant')) === 'unit-1');
  });

  it('measures a recurrent model beside it by the same text, and draws a line for each', async () => {
    for (const name of ['langscope-gru', 'langscope-gpt', 'langscope-lstm']) {
      await view.getByRole('checkbox', { name }).uncheck();
    }
    await view.locator('select[name=reach]').selectOption('32');
    await view.getByRole('button', { name: 'Compare models' }).click();
    const lines = view.locator('langscope-compare-plot path.line');
    await eventually('the line', async () => (await lines.count()) === 1, 120_000);
    await view.locator('select[name=measure]').selectOption('replaced');
    await eventually('another measure', async () =>
      /In its place stands/.test(await view.locator('.says').innerText()),
    );
    const plot = view.locator('langscope-compare-plot svg');
    await eventually('the new line', async () => (await lines.count()) === 1, 120_000);
    await plot.focus();
    await page.keyboard.press('ArrowRight');
    await eventually('its values', async () =>
      /^1 token back: rnn [\d.]+$/.test((await plot.getAttribute('aria-valuetext')) ?? ''),
    );
  });

  it('has every figure as a table too', async () => {
    await view.getByRole('button', { name: 'Replaced as a table' }).click();
    const rows = view.locator('.table:not(.unseen) tbody tr');
    assert.ok((await rows.count()) > 10);
    await view.getByRole('button', { name: 'Replaced as a table' }).click();
  });

  it('takes sentences together', async () => {
    const words = await view.locator('[role=option]').count();
    await view.locator('select[name=unit]').selectOption('sentence');
    await eventually('fewer units', async () => {
      const count = await view.locator('[role=option]').count();
      return count > 0 && count < words / 3;
    });
  });

  it('complains about nothing', () => {
    assert.deepEqual(complaints, []);
  });
});

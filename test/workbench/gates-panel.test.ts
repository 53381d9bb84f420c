import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import type { Workbench } from '../run/workbench';
import { cursorPlace, focusInEditor, pageWith } from './document-page';
import { eventually } from './eventually';
import { runCommand } from './palette';
import { openScoredProse } from './scored-prose';

/** The place of the cursor once it does not change any more. */
async function restingPlace(page: Page): Promise<readonly [number, number]> {
  return eventually('the cursor at rest', async () => {
    const place = await cursorPlace(page);
    await page.waitForTimeout(300);
    return place.join() === (await cursorPlace(page)).join() && place;
  });
}

/** Where the first token that has this text is seen in the curve. */
async function tokenPlace(view: Frame, piece: string): Promise<{ readonly x: number; readonly y: number }> {
  const token = view.locator('langscope-curve-plot text', { hasText: piece }).first();
  await token.scrollIntoViewIfNeeded();
  const box = await token.boundingBox();
  assert.ok(box, `${piece} is shown`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

describe('the recurrent view as a person sees it', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let page: Page;
  let view: Frame;
  let complaints: readonly string[];

  before(async () => {
    ({ workbench, page, complaints } = await openScoredProse({ 'workbench.colorTheme': 'Dark 2026' }));
    await runCommand(page, 'Langscope: Show Gates');
    view = await pageWith(page, 'langscope-gates');
  });

  after(() => workbench.close());

  it('says why the chosen model cannot be shown, and reads with the bundled LSTM at the press of a button', async () => {
    const read = view.getByRole('button', { name: 'Read with langscope-lstm' });
    await read.waitFor();
    assert.match(await view.locator('langscope-notice .sentence').innerText(), /langscope-gpt/);
    await read.click();
    await view.locator('langscope-curve-plot text', { hasText: '·leaves' }).first().waitFor();
    assert.match(
      await view.locator('langscope-provenance-line button').innerText(),
      /^langscope-lstm · \w+ · cpu · \d+ tokens/,
    );
    assert.match(await workbench.status(/ppl/), /langscope-gpt/, 'scoring keeps its model');
  });

  it('shows all series side by side and draws the one that is chosen', async () => {
    const series = view.locator('langscope-series-switch [role=radio]');
    assert.equal(await series.count(), 6);
    await view.locator('[data-series=cell]').click();
    await view.locator('h2', { hasText: 'Cell state' }).first().waitFor();
    assert.equal(await view.locator('[data-series=cell]').getAttribute('aria-checked'), 'true');
    const name = () => view.locator('langscope-heatmap canvas').getAttribute('aria-label');
    await eventually('its heatmap', async () => (await name())?.startsWith('Cell state of each cell at each token'));
    await page.keyboard.press('ArrowRight');
    assert.equal(await view.locator('[data-series=hidden]').getAttribute('aria-checked'), 'true');
    await view.locator('[data-series=forget]').click();
  });

  it('draws cells in more than a few colours, and reads one out under the pointer', async () => {
    const canvas = view.locator('langscope-heatmap canvas');
    const colours = () =>
      view.evaluate<number>(`(() => {
        const canvas = document.querySelector('langscope-gates').shadowRoot
          .querySelector('langscope-heatmap').shadowRoot.querySelector('canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      })()`);
    await eventually('colours', async () => (await colours()) > 60);
    const { width, height } = (await canvas.boundingBox())!;
    await canvas.hover({ position: { x: width / 2, y: height / 2 } });
    await eventually('what is under the pointer', async () =>
      /^cell \d+, \u2018.+\u2019: forget 0\.\d+/.test(await view.locator('langscope-heatmap .readout').innerText()),
    );
  });

  it('sorts cells by how they follow a property, their correlation beside them and the property behind the curve', async () => {
    await view.locator('select[name=order]').selectOption('line-start');
    await view.locator('langscope-curve-plot .key').waitFor();
    await view.locator('langscope-heatmap canvas').focus();
    const read = () => view.locator('langscope-heatmap .readout').innerText();
    // The cursor of the heatmap stays with its cell while the cells are sorted.
    await eventually('the cell that follows it most above all others', async () => {
      await page.keyboard.press('PageUp');
      const [, correlation] = /^cell \d+ \(([+\u2212]0\.\d\d)\)/.exec(await read()) ?? [];
      return correlation !== undefined && Math.abs(Number(correlation.replace('\u2212', '-'))) > 0.2;
    });
  });

  it('follows the cursor of the editor, and a click on a token moves it', async () => {
    const point = () => view.locator('section .heading .quiet').first().innerText();
    const place = await tokenPlace(view, '·x');
    await page.mouse.click(place.x, place.y);
    await eventually('the token that was clicked', async () => (await point()).includes('·x'));
    await page.keyboard.press('Escape');
    await focusInEditor(page);
    assert.equal((await restingPlace(page))[0], 5);
    await page.locator('.view-line').first().click();
    await page.keyboard.press('Control+Home');
    await eventually('the start of the text', async () => /^at\s+\u2018#\u2019$/.test((await point()).trim()));
  });

  it('marks a token in the editor while the pointer rests on it', async () => {
    await page.keyboard.press('Control+Home');
    const marks = () => page.locator('.view-overlays .cdr[class*="ced-"]').count();
    await page.mouse.move(5, 5);
    const before = await marks();
    const place = await tokenPlace(view, '·leaves');
    await page.mouse.move(place.x, place.y);
    await eventually('the mark', async () => (await marks()) > before);
    await view.locator('langscope-on-together h2').hover();
    await eventually('the mark gone', async () => (await marks()) === before);
  });

  it('lists the cells that are on over the tokens that are dragged over, and finds places alike', async () => {
    const from = await tokenPlace(view, '·leaves');
    const to = await tokenPlace(view, '·at');
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 6 });
    await page.mouse.up();
    const choice = view.locator('langscope-on-together .choice');
    await eventually('several tokens', async () => /^\d+ tokens/.test(await choice.innerText()));
    assert.match(await choice.innerText(), /·leaves·the/);
    const sentence = view.locator('langscope-on-cells .sentence');
    const cells = view.locator('langscope-on-cells [role=option]');
    await eventually('as many cells as the sentence counts', async () => {
      const [, on] = /^([\d,]+) of 640 cells have the forget gate above 0\.500/.exec(await sentence.innerText()) ?? [];
      return on !== undefined && Number(on) === (await cells.count());
    });
    await view.getByRole('button', { name: 'Find similar places' }).click();
    const places = view.locator('langscope-similar-list [role=option]');
    await places.first().waitFor();
    assert.match(await places.first().innerText(), /%/);
    const line = Number(await places.first().locator('.line').innerText());
    await places.first().click();
    await page.keyboard.press('Escape');
    await focusInEditor(page);
    await page.locator('.statusbar-item', { hasText: /\(\d+ selected\)/ }).waitFor();
    assert.ok((await cursorPlace(page))[0] >= line);
    assert.match(await choice.innerText(), /·leaves·the/, 'going there chooses nothing else');
  });

  it('takes a threshold, and shows only the cells that are on', async () => {
    const field = view.locator('langscope-on-cells input[type=number]');
    const cells = view.locator('langscope-on-cells [role=option]');
    const before = await cells.count();
    await field.fill('0.8');
    await field.press('Enter');
    await eventually('fewer cells', async () => (await cells.count()) < before);
    const count = await cells.count();
    await view.locator('input[name=only-on]').check();
    await eventually('a page of them', async () =>
      (await view.locator('.paging .number').innerText()).endsWith(`of ${count}`),
    );
    await view.locator('input[name=only-on]').uncheck();
    await field.fill('0.5');
    await field.press('Enter');
    await eventually('the cells again', async () => (await cells.count()) === before);
  });

  it('is walked with the keyboard: arrows move, with Shift they choose, Enter goes there, Escape leaves', async () => {
    const flow = view.locator('langscope-curve-plot .flow');
    await flow.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    const choice = view.locator('langscope-on-together .choice');
    await eventually('three tokens', async () => (await choice.innerText()).startsWith('3 tokens'));
    assert.match((await flow.getAttribute('aria-valuetext')) ?? '', /^\u2018.+\u2019 0\.\d+, /);
    await page.keyboard.press('Enter');
    await focusInEditor(page);
    await page.locator('.statusbar-item', { hasText: /\(\d+ selected\)/ }).waitFor();
    const place = await restingPlace(page);
    await flow.focus();
    await page.keyboard.press('Escape');
    await focusInEditor(page);
    assert.deepEqual(await restingPlace(page), place);
  });

  it('lets tokens be chosen on the heatmap too, with Shift and the arrow keys or over the labels', async () => {
    const canvas = view.locator('langscope-heatmap canvas');
    const choice = view.locator('langscope-on-together .choice');
    await canvas.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await eventually('two tokens', async () => (await choice.innerText()).startsWith('2 tokens'));
    await canvas.scrollIntoViewIfNeeded();
    await eventually('several tokens', async () => {
      // The place of the labels settles with the curve above them: where it moved, the drag is made again.
      const box = (await canvas.boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + 30);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2 + 60, box.y + 30, { steps: 5 });
      await page.mouse.up();
      await page.waitForTimeout(300);
      return /^([3-9]|1\d) tokens/.test(await choice.innerText());
    });
    await view.getByRole('button', { name: 'Choose none' }).click();
    await eventually('the cursor alone', async () => (await choice.innerText()).startsWith('at the cursor'));
  });

  it('takes what is selected in the editor as chosen, and lets it go with the selection', async () => {
    await page.locator('.view-line').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Shift+End');
    const choice = view.locator('langscope-on-together .choice');
    await eventually('the heading', async () => /tokens\s+\u2018#·The·ferry/.test(await choice.innerText()));
    await page.keyboard.press('ArrowRight');
    await eventually('the cursor', async () => (await choice.innerText()).startsWith('at the cursor'));
  });

  it('shows the curve and the heatmap as tables to those who ask', async () => {
    const table = view.locator('langscope-curve-plot .table');
    assert.ok(((await table.boundingBox())?.height ?? 0) <= 1, 'at first for screen readers only');
    await view
      .locator('langscope-curve-plot')
      .getByRole('button', { name: /as a table/ })
      .click();
    await eventually('the table', async () => ((await table.boundingBox())?.height ?? 0) > 40);
    assert.match(await table.innerText(), /Token\s+Value\s+Line start/);
    await view
      .locator('langscope-curve-plot')
      .getByRole('button', { name: /as a table/ })
      .click();
    await eventually('the table of the heatmap', async () =>
      /Cell/.test((await view.locator('langscope-heatmap table').first().textContent()) ?? ''),
    );
  });

  it('draws as before after it was hidden behind another tab', async function () {
    // Which group a new file opens in is decided by a focus that may still be on its way.
    this.retries(3);
    await view.locator('[data-series=output]').click();
    await page.locator('.tab', { hasText: 'Gates' }).first().click();
    // The new file comes into the group that is active.
    await page.locator('.editor-group-container.active .tab.active', { hasText: 'Gates' }).waitFor();
    await runCommand(page, 'File: New Untitled Text File');
    await eventually('the page to be gone', async () =>
      (
        await Promise.all(
          page.frames().map((frame) =>
            frame
              .locator('langscope-gates')
              .count()
              .catch(() => 0),
          ),
        )
      ).every((count) => count === 0),
    );
    await page.locator('.tab', { hasText: 'Gates' }).first().click();
    view = await pageWith(page, 'langscope-gates');
    await view.locator('langscope-curve-plot text', { hasText: '·leaves' }).first().waitFor();
    assert.equal(await view.locator('[data-series=output]').getAttribute('aria-checked'), 'true');
  });

  it('goes back to the chosen model when told to', async () => {
    await view.getByRole('button', { name: 'Read with the chosen model' }).click();
    await view.getByRole('button', { name: 'Read with langscope-lstm' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('does nothing that its content security policy forbids', async () => {
    const refused = await view.evaluate<readonly string[]>(`new Promise((resolve) => {
      const found = [];
      const tell = (reports) => found.push(...reports.map(({ body }) => body.effectiveDirective + ' ' + body.blockedURL));
      new ReportingObserver(tell, { types: ['csp-violation'], buffered: true }).observe();
      setTimeout(() => resolve(found), 500);
    })`);
    assert.deepEqual(refused, []);
  });
});

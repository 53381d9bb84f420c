import assert from 'node:assert/strict';
import type { Frame, Locator, Page } from 'playwright-core';
import type { Workbench } from '../run/workbench';
import { cursorPlace, fills, focusInEditor, pageWith } from './document-page';
import { eventually } from './eventually';
import { runCommand } from './palette';
import { openScoredProse } from './scored-prose';

describe('the attention panel as a person sees it', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let page: Page;
  let view: Frame;
  let canvas: Locator;
  let complaints: readonly string[];

  before(async () => {
    ({ workbench, page, complaints } = await openScoredProse({ 'workbench.colorTheme': 'Dark 2026' }));
    await page.locator('.view-line').first().click();
    await page.keyboard.press('Control+Home');
    await runCommand(page, 'Langscope: Show Attention');
    view = await pageWith(page, 'langscope-attention');
    canvas = view.locator('langscope-heatmap canvas');
    await canvas.waitFor();
  });

  after(() => workbench.close());

  const readout = () => view.locator('langscope-heatmap .readout').innerText();
  const heading = () => view.locator('.large h2').innerText();
  /** How many different colours a canvas has. */
  const colours = (host: string) =>
    view.evaluate<number>(`(() => {
      const canvas = document.querySelector('langscope-attention').shadowRoot
        .querySelector('${host}').shadowRoot.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    })()`);

  it('draws every head small and one large, and says how they came about', async () => {
    await eventually('the heads', async () => (await colours('langscope-head-grid')) > 30);
    await eventually('the map', async () => (await colours('langscope-heatmap')) > 30);
    assert.equal(await heading(), 'Layer 1, head 1');
    await eventually('how they came about', async () =>
      /^langscope-gpt · \w+ · cpu · \d+ tokens/.test(
        await view.locator('langscope-provenance-line button > span').first().innerText(),
      ),
    );
  });

  it('reads the weight under the pointer with both tokens; what no token can look at has none', async () => {
    const { width, height } = (await canvas.boundingBox())!;
    await canvas.hover({ position: { x: width * 0.3, y: height * 0.8 } });
    const text = await eventually('a weight', async () => {
      const found = await readout();
      return /^\u2018.+\u2019 looks at \u2018.+\u2019: /.test(found) && found;
    });
    assert.match(text, /: (< 0\.01|\d+(\.\d+)?) %$/);
    await canvas.hover({ position: { x: width * 0.75, y: height * 0.35 } });
    await eventually('nothing ahead', async () => / looks at .+: 0 %$/.test(await readout()));
  });

  it('walks from head to head by keyboard and shows each one large', async () => {
    const grid = view.locator('langscope-head-grid .scroll');
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await eventually('the head', async () => (await heading()) === 'Layer 2, head 2');
    assert.match((await grid.getAttribute('aria-label')) ?? '', /layer 2, head 2/);
    assert.equal(await view.locator('langscope-head-grid [role=status]').innerText(), 'layer 2, head 2');
  });

  it('walks from cell to cell by keyboard, and Enter goes to the token in the editor', async () => {
    await canvas.focus();
    await page.keyboard.press('Control+End');
    const said = view.locator('langscope-heatmap [role=status]');
    await eventually('the last cell', async () => /looks at .+%$/.test(await said.innerText()));
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    // The last token may be the end of the last line.
    await eventually('the last line', async () => (await cursorPlace(page))[0] >= 7);
    await focusInEditor(page);
  });

  it('marks in the document what the token at the cursor looks at, in several strengths, and draws arcs', async () => {
    await view.locator('select[name=kind]').selectOption('heads');
    await page.locator('.view-line').first().click();
    const before = await view.locator('langscope-arc-view h2').innerText();
    await page.keyboard.press('Control+End');
    for (let character = 0; character < 12; character++) await page.keyboard.press('ArrowLeft');
    await eventually('the row of another token, a part of ‘twenty minutes’', async () => {
      const [, token] = /\s·?([a-z]+)$/.exec(await view.locator('langscope-arc-view h2').innerText()) ?? [];
      return token !== undefined && 'twenty minutes'.includes(token) && !before.endsWith(token);
    });
    const arcs = view.locator('langscope-arc-view path.arc');
    await eventually('several arcs', async () => (await arcs.count()) >= 3);
    const shown = await eventually('fills of several strengths', async () => {
      const found = await fills(page);
      return new Set(found.map((colour) => /, ([\d.]+)\)$/.exec(colour)?.[1])).size >= 3 && found;
    });
    assert.ok(shown.length >= 3, shown.join(' '));
    await eventually('the weight in the hover', async () => {
      // Fills may be painted anew meanwhile.
      const place = await page.evaluate<{ readonly x: number; readonly y: number } | undefined>(`(() => {
        const filled = [...document.querySelectorAll('.view-overlays .cdr[class*="ced-"]')].filter((part) =>
          getComputedStyle(part).backgroundColor !== 'rgba(0, 0, 0, 0)');
        const { x, y, width, height } = filled.at(-1)?.getBoundingClientRect() ?? {};
        return x === undefined ? undefined : { x: x + width / 2, y: y + height / 2 };
      })()`);
      if (!place) return false;
      await page.mouse.move(0, 0);
      await page.mouse.move(place.x, place.y, { steps: 4 });
      const hover = page.locator('.monaco-hover', { hasText: /Attention: [\d.<]+ %/ }).first();
      return hover.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    });
    await page.mouse.move(0, 0);
  });

  it('goes to a source when it is clicked in the list, and the row follows', async () => {
    const before = await view.locator('langscope-arc-view h2').innerText();
    const sources = view.locator('langscope-arc-view ol button');
    const texts = await sources.allInnerTexts();
    const wanted = texts.findIndex((text) => /^.?[a-z]{2,}/.test(text) && !before.includes(text.split('\n')[0]!));
    assert.ok(wanted >= 0, texts.join(' '));
    await sources.nth(wanted).click();
    await eventually('another row', async () => (await view.locator('langscope-arc-view h2').innerText()) !== before);
  });

  it('shows words instead of tokens, without the first one, as a mean and as rollout', async () => {
    await view.locator('select[name=unit]').selectOption('word');
    await view.locator('input[name=mask-start]').check();
    await view.locator('select[name=kind]').selectOption('layers');
    await eventually('the mean', async () => (await heading()) === 'Head 2, mean over layers');
    await view.locator('select[name=kind]').selectOption('rollout');
    await eventually('rollout', async () => (await heading()) === 'Rollout up to layer 2');
    const table = view.locator('langscope-heatmap table');
    await eventually('words in the table', async () =>
      /harbour/.test(await view.locator('langscope-heatmap thead').first().innerText()),
    );
    assert.match(await table.locator('caption').innerText(), /From 1 to \d+ of \d+, To 1 to \d+ of \d+/);
    await view.locator('input[name=mask-start]').uncheck();
    await view.locator('select[name=unit]').selectOption('token');
    await view.locator('select[name=kind]').selectOption('head');
  });

  it('zooms around the pointer with the wheel and back with 0', async () => {
    const rows = async (): Promise<string> =>
      (await view.locator('langscope-heatmap caption').first().innerText()).replace(/^.*?: /, '');
    const { width, height } = (await canvas.boundingBox())!;
    await canvas.hover({ position: { x: width / 2, y: height / 2 } });
    await page.keyboard.down('Control');
    for (let notch = 0; notch < 6; notch++) await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await eventually('a part of it', async () => !/^From 1 to/.test(await rows()));
    await canvas.focus();
    await page.keyboard.press('0');
    await eventually('all of it', async () => /^From 1 to/.test(await rows()));
  });

  it('takes its marks away with the panel, and the surprise colours come back', async () => {
    const blue = await fills(page);
    await canvas.focus();
    await page.keyboard.press('Escape');
    await focusInEditor(page);
    await page.locator('.tab', { hasText: 'Attention' }).click({ button: 'middle' });
    await eventually('other colours', async () => !(await fills(page)).some((colour) => blue.includes(colour)));
    await eventually('surprise', async () => (await fills(page)).length >= 4);
    assert.deepEqual(complaints, []);
  });
});

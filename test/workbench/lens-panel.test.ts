import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import type { Workbench } from '../run/workbench';
import { cursorPlace, focusInEditor, pageWith } from './document-page';
import { eventually } from './eventually';
import { runCommand, runCommandAndChoose } from './palette';
import { openScoredProse } from './scored-prose';

describe('the layer view as a person sees it', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let page: Page;
  let view: Frame;
  let complaints: readonly string[];
  const heading = async (): Promise<string> => (await view.locator('h2 .token').innerText()).trim();
  /** What is selected in the editor, as it is drawn there. */
  const selected = () => page.locator('.view-overlays .selected-text');
  const canvas = () => view.locator('langscope-heatmap canvas');

  before(async () => {
    ({ workbench, page, complaints } = await openScoredProse({ 'workbench.colorTheme': 'Dark 2026' }));
    await page.locator('.view-line').first().click();
    await page.keyboard.press('Control+Home');
    await runCommand(page, 'Langscope: Show Layers');
    view = await pageWith(page, 'langscope-lens');
    await view.locator('langscope-layer-table tbody tr').first().waitFor();
  });

  after(() => workbench.close());

  it('shows for the token at the cursor what each layer would have predicted, and how the figures came about', async () => {
    assert.equal(await heading(), '#');
    const rows = view.locator('langscope-layer-table tbody tr');
    assert.deepEqual(await rows.locator('th').allInnerTexts(), [
      'embedding',
      ...[1, 2, 3, 4, 5, 6].map((layer) => `layer ${layer}`),
    ]);
    assert.equal(await rows.first().locator('li').count(), 5);
    assert.match(await rows.last().innerText(), /0 bits/);
    const bars = await rows.last().locator('.bar').all();
    const widths = await Promise.all(bars.map(async (bar) => (await bar.boundingBox())?.width ?? 0));
    assert.ok(widths[0]! > 0);
    assert.deepEqual(
      widths,
      [...widths].sort((a, b) => b - a),
      'the most probable first',
    );
    assert.match(
      await view.locator('langscope-provenance-line button').innerText(),
      /^langscope-gpt · \w+ · cpu · \d+ tokens/,
    );
  });

  it('calls itself a lens and says what that means', async () => {
    assert.match(await view.locator('.caveat').innerText(), /^A logit lens: .*does not tell what the layer knows\.$/);
  });

  it('follows the cursor of the editor', async () => {
    await page.locator('.view-line').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowRight');
    await eventually('the next token', async () => (await heading()) === '·The');
    await page.keyboard.press('Control+End');
    await eventually('the end of the text', async () =>
      /token (\d+) of \1$/.test((await view.locator('.heading .quiet.number').first().innerText()).trim()),
    );
    await page.keyboard.press('Control+Home');
    await eventually('the first token again', async () => (await heading()) === '#');
  });

  it('goes from token to token by its buttons, and the editor with it', async () => {
    assert.ok(await view.getByRole('button', { name: 'Token before' }).isDisabled());
    await view.getByRole('button', { name: 'Token behind' }).click();
    await eventually('the next token', async () => (await heading()) === '·The');
    await eventually('the selection', async () => (await selected().count()) > 0);
    await view.getByRole('button', { name: 'Token before' }).click();
    await eventually('the first token again', async () => (await heading()) === '#');
  });

  it('draws the guesses in colours, and reads a cell out under the pointer, marked in the editor', async () => {
    const colours = (): Promise<number> =>
      view.evaluate<number>(`(() => {
        const canvas = document.querySelector('langscope-lens').shadowRoot
          .querySelector('langscope-heatmap').shadowRoot.querySelector('canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      })()`);
    await eventually('colours', async () => (await colours()) > 30);
    const marks = (): Promise<number> => page.locator('.view-overlays .cdr[class*="ced-"]').count();
    await page.mouse.move(5, 5);
    const before = await marks();
    await canvas().hover({ position: { x: 200, y: 80 } });
    await eventually('what is under the pointer', async () =>
      /^layer \d: ‘.+’ .+ %; ‘.+’ .+ %, rank [\d,]+; KL .+ bits$/.test(
        await view.locator('langscope-heatmap .readout').innerText(),
      ),
    );
    await eventually('the mark', async () => (await marks()) > before);
    assert.equal(await view.locator('langscope-layer-table tr.marked').count(), 1, 'the same layer in the table');
    await view.locator('.caveat').hover();
    await eventually('the mark gone', async () => (await marks()) === before);
  });

  it('goes to the token of a cell that is clicked', async () => {
    await canvas().click({ position: { x: 260, y: 80 } });
    await eventually('another token', async () => (await heading()) !== '#');
    await eventually('the selection', async () => (await selected().count()) > 0);
  });

  it('is coloured by something else when told to, and keeps that behind another tab', async function () {
    // Which group a new file opens in is decided by a focus that may still be on its way.
    this.retries(3);
    await view.locator('select').selectOption('divergence');
    const scale = view.locator('langscope-heatmap-scale .name');
    await eventually('the scale', async () => (await scale.innerText()).startsWith('KL to the last layer'));
    await page.locator('.tab', { hasText: 'Layers' }).first().click();
    // The new file comes into the group that is active.
    await page.locator('.editor-group-container.active .tab.active', { hasText: 'Layers' }).waitFor();
    await runCommand(page, 'File: New Untitled Text File');
    await eventually('the page to be gone', async () => {
      const counts = page.frames().map((frame) =>
        frame
          .locator('langscope-lens')
          .count()
          .catch(() => 0),
      );
      return (await Promise.all(counts)).every((count) => count === 0);
    });
    await page.locator('.tab', { hasText: 'Layers' }).first().click();
    view = await pageWith(page, 'langscope-lens');
    await view.locator('langscope-layer-table tbody tr').first().waitFor();
    assert.equal(await view.locator('select').inputValue(), 'divergence');
    await view.locator('select').selectOption('probability');
  });

  it('is walked with the keyboard: layers up and down, tokens left and right, Enter goes there, Escape leaves', async () => {
    const frame = view.locator('langscope-layer-table .frame');
    await frame.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    const marked = view.locator('langscope-layer-table tr.marked th');
    assert.equal(await marked.innerText(), 'layer 1');
    await eventually('what is said', async () =>
      /^layer 1: .+ %, .+ rank [\d,]+, KL .+ bits$/.test(
        await view.locator('langscope-layer-table [role=status]').innerText(),
      ),
    );
    const before = await heading();
    await page.keyboard.press('ArrowRight');
    await eventually('the next token', async () => (await heading()) !== before);
    await page.keyboard.press('Enter');
    await focusInEditor(page);
    const place = await cursorPlace(page);
    await canvas().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await eventually('what the heatmap says', async () =>
      (await view.locator('langscope-heatmap .readout').innerText()).startsWith('layer'),
    );
    await page.keyboard.press('Escape');
    await focusInEditor(page);
    assert.deepEqual(await cursorPlace(page), place);
  });

  it('shows a selection as a heatmap of its tokens, with a table for those who ask', async () => {
    await page.locator('.view-line').nth(2).click();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+End');
    const table = view.locator('langscope-heatmap table').first();
    await eventually('the table', async () => /embedding/.test((await table.textContent()) ?? ''));
    await view
      .locator('langscope-heatmap')
      .getByRole('button', { name: /as a table/ })
      .click();
    await eventually('the table to be seen', async () => ((await table.boundingBox())?.height ?? 0) > 40);
    assert.match(await table.innerText(), /layer 6/);
  });

  it('says why a recurrent model has no layers to show, and offers one that has', async () => {
    await chooseModel('langscope-lstm');
    const notice = view.locator('langscope-notice .sentence');
    await eventually('the reason', async () =>
      /It is recurrent/.test(await notice.innerText({ timeout: 1000 }).catch(() => '')),
    );
    await view.getByRole('button', { name: 'Read with langscope-gpt' }).click();
    await view.locator('langscope-layer-table tbody tr').first().waitFor();
    assert.match(await view.locator('.other').innerText(), /the model that scores stays as it is/);
    await chooseModel('langscope-gpt');
    await view.getByRole('button', { name: 'Read with the chosen model' }).click();
    await eventually('the chosen model', async () => (await view.locator('.other').count()) === 0);
    assert.deepEqual(complaints, []);
  });

  const chooseModel = (name: string): Promise<void> => runCommandAndChoose(page, 'Langscope: Choose Model', name);
});

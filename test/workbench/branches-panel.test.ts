import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import type { Workbench } from '../run/workbench';
import { focusInEditor, pageWith } from './document-page';
import { eventually } from './eventually';
import { runCommand } from './palette';
import { openScoredProse } from './scored-prose';

describe('the branches panel as a person sees it', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let page: Page;
  let view: Frame;
  let complaints: readonly string[];
  const tree = () => view.locator('langscope-branch-tree .scroll');
  const nodes = () => view.locator('langscope-branch-tree .node');
  const selected = () => view.locator('langscope-branch-tree .node[aria-selected="true"]');
  const label = async (): Promise<string> => (await selected().getAttribute('aria-label')) ?? '';
  /** The text of the first lines of the document, plain spaces. */
  const written = async (): Promise<string> =>
    (await page.locator('.editor-instance .view-lines').first().innerText()).replaceAll('\u00a0', ' ');

  before(async () => {
    ({ workbench, page, complaints } = await openScoredProse({ 'workbench.colorTheme': 'Dark 2026' }));
    await page.locator('.view-line').first().click();
    await page.keyboard.press('End');
    await runCommand(page, 'Langscope: Show Branches');
    view = await pageWith(page, 'langscope-branches');
    await nodes().nth(8).waitFor();
  });

  after(() => workbench.close());

  it('shows the text before the cursor, what may come and how probable it is, with a scale', async () => {
    await eventually('the likely part', async () => (await nodes().count()) >= 16);
    assert.match((await nodes().first().getAttribute('aria-label')) ?? '', /^The text before the cursor, .*entropy after it .+ bits$/); // prettier-ignore
    assert.match((await nodes().nth(1).getAttribute('aria-label')) ?? '', /^.+, .+ %, path .+ %/);
    assert.ok((await view.locator('langscope-branch-tree path').count()) >= 15);
    assert.match(await view.locator('langscope-probability-legend .ticks').innerText(), /^0 %[^]*100 %$/);
    assert.match(await view.locator('langscope-provenance-line button').innerText(), /^langscope-gpt · \w+ · cpu · \d+ tokens/); // prettier-ignore
  });

  it('is walked, unfolded and folded with the keyboard', async () => {
    await view.getByRole('button', { name: 'Fold all' }).click();
    await eventually('one fork', async () => (await nodes().count()) === 6);
    await tree().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const first = await label();
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await label(), first);
    await page.keyboard.press('ArrowRight');
    await eventually('five more', async () => (await nodes().count()) === 11);
    await page.keyboard.press('ArrowRight');
    assert.equal(await selected().getAttribute('aria-level'), '3');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await selected().getAttribute('aria-level'), '2');
    await page.keyboard.press('ArrowLeft');
    await eventually('folded', async () => (await nodes().count()) === 6);
    await page.keyboard.press('End');
    assert.equal(await selected().getAttribute('aria-posinset'), '5');
  });

  it('shows a path as a ghost in the editor, and no longer when the pointer leaves', async () => {
    const ghost = (): Promise<number> =>
      page.evaluate<number>(`[...document.querySelectorAll('.view-line span[class*="ced-"]')]
        .filter((part) => getComputedStyle(part, '::after').fontStyle === 'italic'
          && getComputedStyle(part, '::after').content.length > 2).length`);
    await nodes().nth(2).hover();
    await eventually('the ghost', async () => (await ghost()) === 1);
    await view.locator('langscope-probability-legend').hover();
    await eventually('no ghost', async () => (await ghost()) === 0);
  });

  it('forbids a token and allows it again: the rest changes', async () => {
    await tree().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const before = await label();
    await page.keyboard.press('Delete');
    await eventually('the token to be forbidden', async () => (await view.locator('.node.forbidden').count()) === 1);
    const left = (await nodes().nth(1).getAttribute('aria-label')) ?? '';
    assert.match(left, /, was .+ %/);
    assert.notEqual(left, before);
    await view.getByRole('button', { name: /^Allow .* again$/ }).click();
    await eventually('what it was', async () => (await nodes().nth(1).getAttribute('aria-label')) === before);
    assert.equal(await view.locator('.node.forbidden').count(), 0);
  });

  it('replays a beam search step by step, and ranks what ended anew', async () => {
    await view.getByRole('tab', { name: 'Beam search' }).click();
    await view.locator('button[name="search"]').click();
    await view.locator('.ranking tbody tr').first().waitFor();
    const steps = Number(/of (\d+)/.exec(await view.locator('.player .number').innerText())?.[1]);
    assert.ok(steps > 1);
    await view.locator('input[name="step"]').focus();
    await page.keyboard.press('Home');
    assert.match(await view.locator('.player .number').innerText(), /^step 1 of/);
    assert.ok((await view.locator('[data-column="Live"] .hypothesis').count()) > 0);
    const scores = () => view.locator('.ranking tbody tr td:last-child').allInnerTexts();
    const searched = await scores();
    await view.locator('input[name="penalty"]').focus();
    await page.keyboard.press('End');
    assert.notDeepEqual(await scores(), searched);
    assert.match(await view.locator('.note').last().innerText(), /The search itself ran with A = 1\. .*ranked anew with 3/); // prettier-ignore
    await view.getByRole('button', { name: 'As searched' }).click();
    assert.deepEqual(await scores(), searched);
    await view.getByRole('tab', { name: 'Tree' }).click();
    await nodes().first().waitFor();
  });

  it('writes a path into the document with Enter, which one undo takes back', async () => {
    const before = await written();
    await tree().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    // An end token writes nothing.
    for (let place = 1; (await label()).includes('ends the text') && place < 5; place++) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    const said = view.locator('.said');
    await eventually('the document to change', async () => (await written()) !== before);
    await eventually('what was written', async () => /^Written into the document: ‘.+’$/.test(await said.innerText()));
    // The text that is longer by the path is read on from its end.
    await eventually('a new tree', async () => (await said.innerText()) === '' && (await nodes().count()) >= 6);
    await tree().focus();
    await page.keyboard.press('Escape');
    await focusInEditor(page);
    await page.keyboard.press('Control+z');
    await eventually('the text as it was', async () => (await written()) === before);
    assert.deepEqual(complaints, []);
  });
});

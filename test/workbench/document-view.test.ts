import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { type Workbench, openTestWorkbench } from '../run/workbench';
import { cursorPlace, openDocumentView } from './document-page';
import { eventually } from './eventually';

describe('the Document view', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let page: Page;
  let view: Frame;
  /** What the view's page complained about. */
  const complaints: string[] = [];
  const perplexityInStatus = async () => / ppl ([\d.,]+)/.exec(await workbench.status(/ppl/))?.[1];

  before(async () => {
    workbench = await openTestWorkbench('prose.md', { 'workbench.colorTheme': 'Dark 2026' });
    ({ page } = workbench);
    page.on('pageerror', (error) => complaints.push(error.message));
    await workbench.status(/ppl/);
    view = await openDocumentView(page);
    await view.locator('langscope-state-line', { hasText: 'scored' }).waitFor();
  });

  after(() => workbench.close());

  it('shows the perplexity that the status bar shows, and how it came about', async () => {
    assert.equal(await view.locator('[data-figure="perplexity"]').innerText(), await perplexityInStatus());
    assert.match(await view.locator('[data-figure="bits-per-byte"]').innerText(), /^\d\.\d\d$/);
    assert.match(await view.locator('.provenance').innerText(), /langscope-gpt · \w+ · cpu · window [\d,]+, stride/);
  });

  it('counts every scored token in each histogram', async () => {
    const tokens = Number((await view.locator('.small dd').first().innerText()).replaceAll(',', ''));
    assert.ok(tokens > 100);
    for (const plot of ['langscope-bar-rows', 'langscope-bar-columns >> nth=0', 'langscope-bar-columns >> nth=1']) {
      const counts = await view.locator(plot).locator('tbody td:nth-child(2)').allTextContents();
      const total = counts.reduce((sum, count) => sum + Number(count.replaceAll(',', '')), 0);
      assert.ok(total > 0.98 * tokens && total <= tokens, `${plot}: ${total} of ${tokens}`);
    }
  });

  it('draws the sparkline, and a click on it moves the editor', async () => {
    const canvas = view.locator('langscope-line-sparkline canvas');
    const opaque = await view.evaluate<number>(`(() => {
      const canvas = document.querySelector('langscope-document').shadowRoot
        .querySelector('langscope-line-sparkline').shadowRoot.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((part, at) => at % 4 === 3 && part === 255).length;
    })()`);
    assert.ok(opaque > 200, `${opaque} opaque pixels`);
    const lines = Number(await canvas.getAttribute('aria-valuemax'));
    const { width } = (await canvas.boundingBox())!;
    const bar = Math.min(16, width / lines);
    await canvas.click({ position: { x: (lines - 0.5) * bar, y: 40 } });
    await eventually('the last line', async () => (await cursorPlace(page))[0] === lines);
    await canvas.click({ position: { x: 0.5 * bar, y: 40 } });
    await eventually('the first line', async () => (await cursorPlace(page))[0] === 1);
  });

  it('is moved through by arrow keys; Enter goes to the line', async () => {
    const canvas = view.locator('langscope-line-sparkline canvas');
    await canvas.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.match((await canvas.getAttribute('aria-valuetext')) ?? '', /^Line 3: \d+\.?\d* bits$/);
    await page.keyboard.press('Enter');
    await eventually('line 3', async () => (await cursorPlace(page))[0] === 3);
    await focusInEditor(page);
  });

  it('lists the most surprising words in falling order', async () => {
    const bits = await view.locator('[role=option] .text + span').allTextContents();
    assert.ok(bits.length >= 10);
    const numbers = bits.map(Number);
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => b - a),
    );
  });

  it('walks the list by keyboard and types ahead; Enter selects the word in the editor', async () => {
    const list = view.locator('[role=listbox]');
    await list.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    const active = view.locator('[role=option][aria-selected=true]');
    assert.equal(await active.getAttribute('id'), 'option-1');
    assert.equal(await list.getAttribute('aria-activedescendant'), 'option-1');
    const texts = await view.locator('[role=option] .text').allTextContents();
    const wanted = texts.findIndex((text, index) => index > 2 && /^[a-z]{4}/.test(text));
    assert.ok(wanted > 0, texts.join(' '));
    await page.keyboard.type(texts[wanted]!.slice(0, 4));
    const text = await active.locator('.text').innerText();
    assert.ok(text.startsWith(texts[wanted]!.slice(0, 4)), text);
    const line = Number(await active.locator('.line').innerText());
    await page.keyboard.press('Enter');
    await eventually('the word selected', async () => {
      const selected = await page.locator('.statusbar-item', { hasText: /\(\d+ selected\)/ }).count();
      return selected > 0 && (await cursorPlace(page))[0] === line;
    });
    await focusInEditor(page);
  });

  it('marks in the editor what the pointer rests on, and takes the mark away', async () => {
    // The list may have scrolled below a pointer at rest: a hover of what is there already tells nothing.
    await page.mouse.move(0, 0);
    await page.keyboard.press('Control+Home');
    const marks = () => page.locator('.view-overlays .cdr[class*="ced-"]').count();
    const before = await marks();
    const firstLines = view.locator('[role=option]', { has: view.locator('.line', { hasText: /^[1-5]$/ }) });
    await firstLines.first().hover();
    await eventually('the mark', async () => (await marks()) > before);
    await view.locator('langscope-state-line').hover();
    await eventually('the mark gone', async () => (await marks()) === before);
  });

  it('gives the keyboard back to the editor with Escape, its cursor where it was', async () => {
    const place = await cursorPlace(page);
    await view.locator('[role=listbox]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await focusInEditor(page);
    assert.deepEqual(await cursorPlace(page), place);
  });

  it('follows the text: the figures of what is written arrive, and the status bar has the same', async () => {
    const before = await view.locator('[data-figure="perplexity"]').innerText();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Quixotic marmalade zebras');
    await eventually('other figures', async () => {
      const shown = await view.locator('[data-figure="perplexity"]').innerText();
      return shown !== before && shown === (await perplexityInStatus());
    });
    await eventually('the new words in the list', async () =>
      (await view.locator('[role=option] .text').allTextContents()).some((text) =>
        /Quixotic|marmalade|zebras/.test(text),
      ),
    );
  });

  it('shows every plot as a table to those who ask', async () => {
    const table = view.locator('langscope-line-sparkline .table');
    assert.ok(((await table.boundingBox())?.height ?? 0) <= 1, 'at first for screen readers only');
    await view.getByRole('button', { name: 'Surprise by line as a table' }).click();
    await eventually('the table', async () => ((await table.boundingBox())?.height ?? 0) > 40);
    assert.match(await table.innerText(), /Lines\s+Mean\s+Highest line/);
    await view.getByRole('button', { name: 'Surprise by line as a table' }).click();
  });

  it('comes back with its figures when it was hidden', async () => {
    await page.keyboard.press('Control+Shift+E');
    await eventually(
      'hidden',
      async () =>
        (await view
          .locator('langscope-document')
          .count()
          .catch(() => 0)) === 0,
    );
    view = await openDocumentView(page);
    await eventually(
      'the figures again',
      async () => (await view.locator('[data-figure="perplexity"]').innerText()) === (await perplexityInStatus()),
    );
  });

  it('does nothing that its content security policy forbids, and is held to it', async () => {
    assert.deepEqual(await violations(view), []);
    await view.evaluate(`document.body.setAttribute('style', 'color: red')`);
    assert.equal((await violations(view)).length, 1);
    assert.deepEqual(complaints, []);
  });

  it('keeps its figures over a reload of the window', async () => {
    const shown = await view.locator('[data-figure="perplexity"]').innerText();
    await page.keyboard.press('Control+S');
    await page.reload();
    await workbench.status(/ppl/);
    view = await openDocumentView(page);
    await eventually(
      'the figures',
      async () => (await view.locator('[data-figure="perplexity"]').innerText()) === shown,
    );
  });
});

async function focusInEditor(page: Page): Promise<void> {
  await eventually('the focus in the editor', () =>
    page.evaluate<boolean>('document.activeElement?.closest(".monaco-editor") != null'),
  );
}

/** What the page was refused by its policy since it was loaded. */
function violations(view: Frame): Promise<readonly string[]> {
  return view.evaluate(`new Promise((resolve) => {
    const found = [];
    const tell = (reports) => found.push(...reports.map(({ body }) => body.effectiveDirective + ' ' + body.blockedURL));
    const observer = new ReportingObserver(tell, { types: ['csp-violation'], buffered: true });
    observer.observe();
    setTimeout(() => resolve(found), 500);
  })`);
}

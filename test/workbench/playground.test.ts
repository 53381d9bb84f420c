import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import type { Workbench } from '../run/workbench';
import { pageWith } from './document-page';
import { eventually } from './eventually';
import { runCommand } from './palette';
import { openScoredProse } from './scored-prose';

describe('the playground as a person sees it', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let page: Page;
  let view: Frame;
  let complaints: readonly string[];
  const rows = () => view.locator('langscope-token-bars tbody tr:not(.cut)');
  const fact = async (name: string): Promise<string> =>
    (await view.locator('.facts div', { hasText: name }).locator('dd').innerText()).trim();

  before(async () => {
    ({ workbench, page, complaints } = await openScoredProse({ 'workbench.colorTheme': 'Dark 2026' }));
    await page.locator('.view-line').first().click();
    await page.keyboard.press('End');
    await runCommand(page, 'Langscope: Show Playground');
    view = await pageWith(page, 'langscope-playground');
    await rows().first().waitFor();
  });

  after(() => workbench.close());

  it('shows the most probable tokens and the rest, each before and after the samplers', async () => {
    assert.equal(await rows().count(), 21);
    assert.match(await rows().last().innerText(), /^rest/);
    assert.match(await fact('Entropy before'), /bits$/);
    assert.match(await view.locator('langscope-provenance-line button').innerText(), /^langscope-gpt · \w+ · cpu/);
  });

  it('changes the bars when a slider is moved by keyboard, without a new reading', async () => {
    await view.getByRole('button', { name: 'All off' }).click();
    await eventually('nothing removed', async () => (await fact('Mass removed')) === '0 %');
    const stop = view.getByRole('button', { name: 'Stop reading' });
    // Would appear with any reading, however short.
    await view.evaluate(`(() => {
      const seen = { readings: 0 };
      globalThis.playgroundSeen = seen;
      addEventListener('message', ({ data }) => {
        if (data?.kind !== 'state') return;
        seen.readings++;
        seen.last = Date.now();
      });
      seen.last = Date.now();
    })()`);
    // What came before the slider moves, such as the cursor's own place, is over.
    await eventually('rest', () => view.evaluate('Date.now() - globalThis.playgroundSeen.last > 1500'));
    await view.evaluate('globalThis.playgroundSeen.readings = 0');
    const slider = view.getByRole('slider', { name: 'Top-k' });
    await slider.focus();
    for (let times = 0; times < 3; times++) await page.keyboard.press('ArrowRight');
    await eventually('three tokens left', async () => (await fact('Tokens left')).startsWith('3 of'));
    assert.equal(await view.locator('tr.removed').count(), 17);
    assert.match(await view.locator('tr.cut').innerText(), /Top-k cuts off here/);
    assert.match(await rows().nth(3).innerText(), /removed: Top-k/);
    assert.equal(await view.evaluate('globalThis.playgroundSeen.readings'), 0);
    assert.equal(await stop.count(), 0);
    await page.keyboard.press('Home');
    await eventually('all left', async () => (await view.locator('tr.removed').count()) === 0);
  });

  it('bans a word, and says in which forms', async () => {
    const best = (await rows().first().locator('th').innerText()).replaceAll('·', '').trim();
    await view.getByLabel('Banned words').fill(best);
    await page.keyboard.press('Enter');
    await eventually('the best one removed', async () =>
      /removed: Banned words/.test(await rows().first().innerText()),
    );
    await view.getByLabel('Banned words').fill('');
    await page.keyboard.press('Enter');
    await eventually('nothing banned', async () => (await view.locator('tr.removed').count()) === 0);
  });

  it('draws samples, the same again from the same seed, and inserts one as an edit', async () => {
    const generate = view.getByRole('button', { name: 'Generate' });
    const texts = async (): Promise<readonly string[]> => {
      await eventually('samples', async () => (await generate.count()) === 1 && (await view.locator('article').count()) === 3, 60_000); // prettier-ignore
      return view.locator('article .text').allInnerTexts();
    };
    await generate.click();
    const first = await texts();
    assert.ok(first.every((text) => text.length > 10));
    await generate.click();
    assert.deepEqual(await texts(), first);
    assert.match(await view.locator('article dl').first().innerText(), /perplexity\s+[\d.,]+/);
    await view.locator('article .text').first().click();
    const word = /[A-Za-z]{4,}/.exec(first[0]!)![0];
    await eventually('the text in the editor', async () =>
      (await page.locator('.view-lines').first().innerText()).includes(word),
    );
    assert.deepEqual(complaints, []);
  });
});

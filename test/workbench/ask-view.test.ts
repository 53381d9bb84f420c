import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import type { Workbench } from '../run/workbench';
import { pageWith } from './document-page';
import { eventually } from './eventually';
import { runCommand } from './palette';
import { makeRoomInSideBar, openScoredProse } from './scored-prose';

describe('the Ask view', function () {
  this.timeout(240_000);
  let workbench: Workbench;
  let page: Page;
  let view: Frame;
  let complaints: readonly string[];

  before(async () => {
    ({ workbench, page, complaints } = await openScoredProse());
    await runCommand(page, 'Langscope: Ask the Document');
    await makeRoomInSideBar(page);
    view = await pageWith(page, 'langscope-ask');
  });
  after(() => workbench.close());

  const area = () => view.locator('textarea');
  const answers = () => view.locator('button.answer');

  it('says what it reads, and answers by keyboard with places, probabilities and how it came about', async () => {
    assert.match(await view.locator('.about').innerText(), /^prose\.md, lines 1 to \d+ · [\d,]+ characters$/);
    await area().fill('What is the first line?');
    await area().press('Enter');
    await view.locator('langscope-provenance-line').waitFor();
    assert.match(await answers().first().innerText(), /line \d+\s+.+ %\s+.*nats/);
    assert.match(
      await view.locator('langscope-provenance-line button').innerText(),
      /^langscope-reader · q8 · cpu · window 420/,
    );
    assert.match(await view.locator('.announced').innerText(), /^(Answer: |No answer\. )/);
  });

  it('withholds answers below the threshold, and says what that costs', async () => {
    const slider = view.locator('input[type=range]');
    const most = await slider.getAttribute('max');
    await slider.focus();
    await slider.press('End');
    assert.equal(await slider.inputValue(), most);
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /nats/);
    await slider.press('Home');
    await eventually('the lowest threshold', async () => (await slider.inputValue()) !== most);
    await view.getByRole('button', { name: /Back to the model/ }).click();
    await view.getByRole('button', { name: /Back to the model/, disabled: true }).waitFor();
  });

  it('goes through the curves by keyboard, and to an answer in the document', async () => {
    const curve = view.locator('langscope-answer-curve svg');
    const before = await curve.getAttribute('aria-valuetext');
    await curve.focus();
    await curve.press('Home');
    await eventually('another token', async () => (await curve.getAttribute('aria-valuetext')) !== before);
    if (!(await answers().first().isVisible())) await view.locator('summary').click();
    await answers().first().press('Enter');
    await page.locator('.statusbar', { hasText: /\d+ selected/ }).waitFor();
  });

  it('says that the text has changed', async () => {
    await page.keyboard.press('Home');
    await page.keyboard.type('x');
    await view.locator('.changed', { hasText: 'The text has changed since' }).waitFor();
    await runCommand(page, 'Undo');
  });

  it('names one line where it is chosen with its end', async () => {
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+KeyL');
    await view.locator('select.scope').selectOption('selection');
    const about = view.locator('.about');
    await eventually('the line', async () => /^prose\.md, line 1 · /.test(await about.innerText()));
    assert.equal(await about.getAttribute('title'), await about.innerText(), 'what may be cut has a title');
  });

  it('raised no error in its page', () => assert.deepEqual(complaints, []));
});

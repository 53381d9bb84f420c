import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { root } from '../run/host';
import { type Workbench, openTestWorkbench } from '../run/workbench';
import { pageWith } from './document-page';
import { eventually } from './eventually';
import { runCommand } from './palette';

/** A model from outside the checkout. */
const smollm = join(root, '../shared/models/smollm2-135m-instruct');

async function openChat(page: Page): Promise<Frame> {
  await runCommand(page, 'Langscope: Show Chat');
  // Alone in the side bar, so that there is room.
  await page.locator('.pane-header.expanded', { hasText: 'Document' }).first().click();
  return pageWith(page, 'langscope-chat');
}

describe('the Chat view without an instruct model', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  before(async () => (workbench = await openTestWorkbench('prose.md')));
  after(() => workbench.close());

  it('says what it would show and why it cannot, and offers a model', async () => {
    await workbench.status(/ppl/);
    const view = await openChat(workbench.page);
    await view.locator('.notice', { hasText: 'None of the installed models can answer' }).waitFor();
    assert.deepEqual(await view.locator('.notice button').allInnerTexts(), ['Get SmolLM2', 'Choose a model folder']);
  });
});

describe('the Chat view', function () {
  this.timeout(300_000);
  let workbench: Workbench | undefined;
  let page: Page;
  let view: Frame;
  const complaints: string[] = [];

  before(async function () {
    if (!existsSync(smollm)) {
      console.log(`      skipped: ${smollm} is not there`);
      return this.skip();
    }
    workbench = await openTestWorkbench('prose.md', { 'langscope.modelFolders': [smollm] });
    ({ page } = workbench);
    page.on('pageerror', (error) => complaints.push(error.message));
    await workbench.status(/ppl/);
    view = await openChat(page);
  });
  after(() => workbench?.close());

  const area = () => view.locator('langscope-chat-composer textarea');
  const lastAnswer = () => view.locator('langscope-answer-turn').last();

  it('shows what goes along, how much of the context it takes, and what the model would read', async () => {
    assert.match(await view.locator('.about').innerText(), /^prose\.md, lines 1 to \d+ · [\d,]+ characters$/);
    const meter = view.locator('langscope-context-meter');
    await meter.locator('.meter', { hasText: /[\d,]+ of 8,192 tokens/ }).waitFor();
    await meter.locator('summary').click();
    assert.match(await meter.locator('pre').innerText(), /<\|im_start\|>user\s+The document "prose\.md":\s+```/);
    assert.equal(await meter.locator('mark').first().innerText(), '<|im_start|>');
    await meter.locator('summary').click();
  });

  it('answers by keyboard, announces the answer, and colours its tokens', async () => {
    await view.locator('select.scope').selectOption('none');
    await area().fill('What is the capital of France?');
    await area().press('Enter');
    await lastAnswer().locator('.how').waitFor({ timeout: 120_000 });
    assert.match(await lastAnswer().locator('.written').innerText(), /Paris/);
    assert.match(await view.locator('.announced').innerText(), /^Answer: .*Paris/);
    await view.locator('button.colours').click();
    assert.ok((await lastAnswer().locator('.token').count()) > 5);
    assert.match((await lastAnswer().locator('.token').first().getAttribute('title')) ?? '', /%, [\d.]+ bits$/);
    await view.locator('button.colours').click();
    assert.equal(await lastAnswer().locator('.token').count(), 0);
  });

  it('keeps what came when the engine ends in the middle of an answer, and says so', async () => {
    await area().fill('Write a long story about a river, its towns and its bridges.');
    await area().press('Enter');
    await eventually(
      'some words',
      async () => (await lastAnswer().locator('.written').innerText()).length > 60,
      90_000,
    );
    await runCommand(page, 'Langscope: Restart Engine');
    await lastAnswer().locator('.end[data-end="died"]', { hasText: 'Ended early' }).waitFor();
    assert.ok((await lastAnswer().locator('.written').innerText()).length > 60);
  });

  it('has the conversation again after the window was loaded anew', async () => {
    // The page keeps it a moment after the last change.
    await page.waitForTimeout(1500);
    await page.reload();
    view = await pageWith(page, 'langscope-chat');
    await view.locator('.question', { hasText: 'capital of France' }).waitFor();
    await view.locator('langscope-answer-turn').first().locator('.written', { hasText: 'Paris' }).waitFor();
    const left = (): Promise<number> =>
      view.evaluate(`(() => {
        const list = document.querySelector("langscope-chat").shadowRoot.querySelector(".turns");
        return list.scrollHeight - list.clientHeight - list.scrollTop;
      })()`);
    await eventually('the end of the conversation in view', async () => (await left()) < 2);
  });

  it('raised no error in any page', () => assert.deepEqual(complaints, []));
});

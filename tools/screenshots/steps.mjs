import { PlainError } from '../plain-error.mjs';

/**
 * Hovers a word in the editor and waits for the hover.
 * @param {import('playwright-core').Page} page
 * @param {string} word in view
 */
export async function hoverWord(page, word) {
  const place = await page.evaluate(middleOfWord, word);
  if (!place) throw new PlainError(`'${word}' is not in view.`);
  await page.mouse.move(place.x, place.y, { steps: 4 });
  await page.locator('.monaco-hover:not(.hidden) .hover-row').first().waitFor();
  // The hover asks the engine for its alternatives and grows when they come.
  await page.waitForTimeout(1500);
}

/** Runs in the page: a word may be cut into several elements, of one line. */
function middleOfWord(word) {
  for (const line of document.querySelectorAll('.editor-instance .view-line')) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let at = line.textContent.indexOf(word);
    if (at < 0) continue;
    at += word.length >> 1;
    for (let node = walker.nextNode(); node; at -= node.data.length, node = walker.nextNode()) {
      if (at >= node.data.length) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    }
  }
  return undefined;
}

/**
 * Opens a view container by its name in the activity bar, and waits until its views have something to show.
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
export async function openContainer(page, name) {
  await page.locator(`.activitybar .action-item [aria-label^="${name}"]`).first().click();
  await page.locator('.part.sidebar .pane-header').first().waitFor();
  await page.mouse.move(0, 0);
  await page.waitForTimeout(3000);
}

/**
 * Opens the Ask view, asks a question and waits for what is found.
 * @param {import('playwright-core').Page} page
 * @param {string} question
 */
export async function askInView(page, question) {
  await page.keyboard.press('F1');
  await page.keyboard.type('Langscope: Ask the Document');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Ask the Document' }).first().waitFor();
  await page.keyboard.press('Enter');
  // The page loads, and its field gets the keyboard.
  await page.waitForTimeout(4000);
  await page.keyboard.type(question);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(6000);
  await page.mouse.move(0, 0);
}

/**
 * Opens a panel beside the editor for the line that holds a word.
 * @param {import('playwright-core').Page} page
 * @param {string} command its title in the palette
 * @param {string} word in view
 * @param {string} [button] of the panel, pressed when it is there
 */
export async function openPanel(page, command, word, button) {
  const { x, y } = await page.evaluate(middleOfWord, word);
  await page.mouse.click(x, y);
  await page.keyboard.press('F1');
  await page.keyboard.type(`Langscope: ${command}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: command }).first().waitFor();
  await page.keyboard.press('Enter');
  if (button) await pressInPanel(page, button);
  // Reading and drawing; how long depends on the panel and the machine.
  await page.waitForTimeout(8000);
  await page.mouse.move(0, 0);
}

async function pressInPanel(page, name) {
  await (await inPages(page, `role=button[name=${JSON.stringify(name)}]`)).click();
}

/** The first element that a selector finds in the views and panels: their pages lie in frames within frames. */
async function inPages(page, selector) {
  for (let attempt = 0; attempt < 60; attempt++) {
    for (const frame of page.frames()) {
      const found = frame.locator(selector);
      if ((await found.count().catch(() => 0)) > 0) return found.first();
    }
    await page.waitForTimeout(250);
  }
  throw new PlainError(`No view shows ${selector}.`);
}

/**
 * Opens a view of the side bar by a command and folds all others.
 * @param {import('playwright-core').Page} page
 * @param {string} command its title in the palette
 * @param {string} view its name
 */
export async function openView(page, command, view) {
  await page.keyboard.press('F1');
  await page.keyboard.type(`Langscope: ${command}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: command }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.part.sidebar .pane-header.expanded', { hasText: view }).first().waitFor();
  const others = page.locator('.part.sidebar .pane-header.expanded').filter({ hasNotText: view });
  while ((await others.count()) > 0) await others.first().click();
  await page.waitForTimeout(4000);
  // As long as a view works, its title has a button that stops it.
  await page.locator('.part.sidebar .pane-header .codicon-debug-stop').waitFor({ state: 'hidden', timeout: 120_000 });
  await page.waitForTimeout(500);
  await page.mouse.move(0, 0);
}

/**
 * Selects the line that holds a word.
 * @param {import('playwright-core').Page} page
 * @param {string} word in view
 */
export async function selectLine(page, word) {
  const { x, y } = await page.evaluate(middleOfWord, word);
  await page.mouse.click(x, y);
  await page.keyboard.press('Control+KeyL');
}

/** Puts a text into the clipboard, where commands find it. */
export async function copyText(page, text) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
}

/** Brings the heatmap of the Translate view, which is open, into view and goes to a cell of it. */
export async function showAlignment(page) {
  const canvas = await inPages(page, 'langscope-alignment-map canvas');
  await canvas.focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight']) await canvas.press(key);
  await canvas.evaluate((picture) => picture.scrollIntoView({ block: 'center' }));
  await page.waitForTimeout(1000);
}

/** Puts the cursor of the editor before its first character. */
export async function toTop(page) {
  await page.keyboard.press('Control+1');
  await page.keyboard.press('Control+Home');
}

/** Folds the views that are open and unfolds those, by name. */
export async function closeView(page, ...names) {
  const open = page.locator('.part.sidebar .pane-header.expanded');
  while ((await open.count()) > 0) await open.first().click();
  for (const name of names) await page.locator('.part.sidebar .pane-header', { hasText: name }).first().click();
  await page.waitForTimeout(1000);
}

/** Closes the panel and gives the editor its width back. */
export async function closePanel(page) {
  await page.locator('.editor-group-container').last().locator('.tab.active .action-label').first().click();
  await page.waitForTimeout(500);
}

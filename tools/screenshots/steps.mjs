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

import type { Frame, Page } from 'playwright-core';
import { eventually } from './eventually';
import { runCommand } from './palette';

/** The page inside a view or panel: the frame, within frames, that holds the element. */
export async function pageWith(page: Page, element: string): Promise<Frame> {
  return eventually(`a page with ${element}`, async () => {
    for (const frame of page.frames()) {
      // A frame may go while it is asked: the next round finds its successor.
      const found = await frame
        .locator(element)
        .count()
        .catch(() => 0);
      if (found > 0) return frame;
    }
    return undefined;
  });
}

/** Opens the Document view by its command and gives the page inside the view. */
export async function openDocumentView(page: Page): Promise<Frame> {
  await runCommand(page, 'Langscope: Show Document Profile');
  return pageWith(page, 'langscope-document');
}

/** Waits until the editor has the keyboard. */
export async function focusInEditor(page: Page): Promise<void> {
  await eventually('the focus in the editor', () =>
    page.evaluate<boolean>('document.activeElement?.closest(".monaco-editor") != null'),
  );
}

/** Line and column of the editor's cursor, counted from 1, as the status bar says. */
export async function cursorPlace(page: Page): Promise<readonly [number, number]> {
  const text = await page.locator('.statusbar-item', { hasText: /Ln \d+, Col \d+/ }).innerText();
  const [, line, column] = /Ln ([\d,]+), Col ([\d,]+)/.exec(text) ?? [];
  return [Number(line), Number(column)];
}

/** Backgrounds of the decorations that the editor draws behind its text, each once. */
export async function fills(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...new Set([...document.querySelectorAll('.view-overlays .cdr[class*="ced-"]')]
    .map((part) => getComputedStyle(part).backgroundColor)
    .filter((color) => color !== 'rgba(0, 0, 0, 0)'))]`);
}

/** Underlines of the visible text, as 'style thickness', each once. */
export async function underlines(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...new Set([...document.querySelectorAll('.view-line span[class*="ced-"]')]
    .map((part) => getComputedStyle(part))
    .filter(({ textDecorationLine }) => textDecorationLine === 'underline')
    .map(({ textDecorationStyle, textDecorationThickness }) => textDecorationStyle + ' ' + textDecorationThickness))]`);
}

import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually';

/** Milliseconds for one step within the palette; then it is opened again. */
const PATIENCE = 5000;

const widget = (page: Page) => page.locator('.quick-input-widget');

/** Runs a command as a person does: by its name in the palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await takeFromPalette(page, `>${title}`, title);
  await widget(page).waitFor({ state: 'hidden' });
}

/** Runs a command that offers a list of its own, and takes the row that says `choice`. */
export async function runCommandAndChoose(page: Page, title: string, choice: string): Promise<void> {
  await eventually(`'${choice}' in the list of '${title}'`, async () => {
    await takeFromPalette(page, `>${title}`, title);
    return takeRow(page, choice, choice);
  });
  await widget(page).waitFor({ state: 'hidden' });
}

/** Types into the palette, a file's name or '>' and a command, and takes the row that says `offered`. */
export async function takeFromPalette(page: Page, typed: string, offered: string): Promise<void> {
  await eventually(`'${offered}' in the palette`, async () => {
    // A page that has just got the keyboard may not hand the key on yet.
    await page.keyboard.press('F1');
    return takeRow(page, typed, offered);
  });
}

/**
 * Types into the open list, goes down to the row that says `offered` and takes it. Enter alone would take another one as
 * long as the list is that of an earlier text, and where a longer name stands first.
 * @returns false where the list is closed, as it is by a focus that was still on its way to another page
 */
async function takeRow(page: Page, typed: string, offered: string): Promise<boolean> {
  const input = widget(page).locator('input').first();
  const rows = widget(page).locator('.monaco-list-row', { hasText: offered });
  const chosen = widget(page).locator('.monaco-list-row.focused', { hasText: offered });
  try {
    await input.fill(typed, { timeout: PATIENCE });
    await rows.first().waitFor({ timeout: PATIENCE });
    await eventually(`'${offered}' chosen`, async () => (await chosen.count()) > 0 || down(input), PATIENCE);
    await input.press('Enter', { timeout: PATIENCE });
  } catch {
    return false;
  }
  // The list that comes next is another one.
  await eventually(
    `'${offered}' taken`,
    async () => !(await input.isVisible()) || (await input.inputValue()) !== typed,
  );
  return true;
}

async function down(input: Locator): Promise<false> {
  await input.press('ArrowDown', { timeout: PATIENCE });
  return false;
}

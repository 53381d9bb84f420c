import type { Page } from 'playwright-core';
import { type Workbench, openTestWorkbench } from '../run/workbench';

/** The workbench with a document of prose. */
export interface ScoredProse {
  readonly workbench: Workbench;
  readonly page: Page;
  /** What pages complained about, as it comes. */
  readonly complaints: readonly string[];
}

/** Opens the workbench with a document of prose and waits until it is scored. */
export async function openScoredProse(settings?: Readonly<Record<string, unknown>>): Promise<ScoredProse> {
  const workbench = await openTestWorkbench('prose.md', settings);
  const { page } = workbench;
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  try {
    await workbench.status(/ppl/);
  } catch (error) {
    await workbench.close();
    throw error;
  }
  return { workbench, page, complaints };
}

/** Folds the Document view, so that another one has the side bar to itself. */
export async function makeRoomInSideBar(page: Page): Promise<void> {
  await page.locator('.pane-header.expanded', { hasText: 'Document' }).first().click();
}

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { hostTools, root } from './host';

/** A real workbench with the extension installed, on a copy of the test workspace of its own. */
export interface Workbench {
  readonly page: Page;
  /** Folder of the workspace. */
  readonly folder: string;
  /** Resolves to the text of the extension's status-bar item once it matches. */
  readonly status: (text: RegExp, timeout?: number) => Promise<string>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a workbench on a file of test/fixtures/workspace. Takes a few seconds: open one for a whole suite.
 * @param settings the machine's settings, a theme for instance
 */
export async function openTestWorkbench(
  file: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Workbench> {
  const host = await hostTools();
  const folder = mkdtempSync(join(tmpdir(), 'langscope-workbench-'));
  cpSync(join(root, 'test/fixtures/workspace'), folder, { recursive: true });
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.reverse()) await closer();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const server = await host.startServer({ extensions: [root], settings });
    closers.push(server.stop);
    const browser = await host.launchBrowser();
    closers.push(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(30_000);
    await host.openWorkbench(page, server, { folder, file: join(folder, file) });
    const status = (text: RegExp, timeout = 60_000): Promise<string> => host.waitForStatus(page, { text, timeout });
    return { page, folder, status, close };
  } catch (error) {
    await close();
    throw error;
  }
}

import { launchBrowser, openWorkbench, waitForStatus } from '../host.mjs';

/**
 * Opens the workbench in the headless browser and waits for the extension.
 * @param {{ url: string, port: number }} server
 * @param {{ folder: string, file: string }} what
 */
export async function checkWorkbench(server, what) {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await openWorkbench(page, server, what);
    console.log(`ok: the extension is active, the status bar says '${await waitForStatus(page)}'`);
  } finally {
    await browser.close();
  }
}

import { launchBrowser, openWorkbench, waitForStatus } from '../host.mjs';
import { PlainError } from '../plain-error.mjs';

/** What the status bar says when the extension has come to an end with the sample, well or badly. */
const SETTLED = /ppl|failed|not scored/;

/**
 * Opens the workbench in the headless browser and waits until the extension has scored the sample.
 * @param {{ url: string, port: number }} server
 * @param {{ folder: string, file: string }} what
 */
export async function checkWorkbench(server, what) {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await openWorkbench(page, server, what);
    const status = await waitForStatus(page, { text: SETTLED });
    if (!status.includes('ppl'))
      throw new PlainError(`The extension runs, but could not score the sample: '${status}'.`);
    console.log(`ok: the extension runs and scored the sample: '${status}'`);
  } finally {
    await browser.close();
  }
}

import { PlainError } from '../plain-error.mjs';

/** A healthy page needs two seconds; a busy two-core machine perhaps twenty. */
const READY_MS = 90_000;

/**
 * The address that opens a folder, and a file in it.
 * @param {{ url: string, port: number }} server
 * @param {{ folder: string, file?: string, payload?: Record<string, string> }} what absolute paths; payload as VS Code's page takes it
 */
export function workbenchAddress(server, { folder, file, payload = {} }) {
  const address = new URL(server.url);
  address.searchParams.set('folder', folder);
  const entries = Object.entries({ ...(file && { openFile: remoteUri(server, file) }), ...payload });
  if (entries.length > 0) {
    address.searchParams.set('payload', JSON.stringify(entries));
  }
  return address.href;
}

/**
 * What the page calls a file of the server's machine.
 * @param {{ port: number }} server
 * @param {string} path absolute
 */
export function remoteUri(server, path) {
  const slashed = path.replaceAll('\\', '/');
  return `vscode-remote://127.0.0.1:${server.port}${slashed.startsWith('/') ? '' : '/'}${slashed}`;
}

/**
 * Opens the workbench in a page and waits until it can be used.
 * A page that crashes makes every later step fail at once, where Playwright would wait for ever.
 * @param {import('playwright-core').Page} page
 * @param {{ url: string, port: number }} server
 * @param {{ folder: string, file?: string, payload?: Record<string, string> }} what
 */
export async function openWorkbench(page, server, what) {
  const crash = crashOf(page);
  await Promise.race([
    crash,
    (async () => {
      await page.goto(workbenchAddress(server, what), { timeout: READY_MS, waitUntil: 'domcontentloaded' });
      await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: READY_MS });
      if (what.file) {
        await page.waitForSelector('.editor-instance .monaco-editor .view-line', { timeout: READY_MS });
      }
    })(),
  ]);
}

/** Rejects when the page's process dies; never resolves. */
function crashOf(page) {
  return new Promise((_, reject) => {
    page.on('crash', () => {
      reject(new PlainError("The browser's page crashed (too little memory, or no usable fonts)."));
      // Whatever still waits for this page gets an error instead of silence.
      void page
        .context()
        .close()
        .catch(() => {});
    });
  });
}

/**
 * Waits for the extension's status-bar item, the sign that it is active, and for a text in it.
 * @param {import('playwright-core').Page} page
 * @param {{ id?: string, text?: RegExp, timeout?: number }} [what]
 * @returns {Promise<string>} the item's text
 */
export async function waitForStatus(page, { id = 'langscope.status', text = /./, timeout = READY_MS } = {}) {
  const item = page.locator(`.statusbar-item[id$="${id}"]`).filter({ hasText: text });
  try {
    await item.first().waitFor({ timeout });
  } catch (error) {
    const shown = await page
      .locator('.statusbar-item')
      .allInnerTexts()
      .catch(() => []);
    throw new PlainError(
      `The status bar did not show ${id} with ${text} within ${timeout / 1000} s. It shows: ${shown.join(' | ') || 'nothing'} (${error.name}).`,
    );
  }
  return (await item.first().innerText()).trim();
}

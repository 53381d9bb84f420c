// npm run screenshots: pictures of the product in VS Code's four default themes, into media/screenshots.
// --theme dark, --shot editor (both may be repeated) take only those; --out FOLDER puts them elsewhere.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser, openWorkbench, startServer, waitForStatus } from './host.mjs';
import { PlainError, runMain } from './plain-error.mjs';
import { ensureBuilt } from './project/build.mjs';
import { ensureInstalled } from './project/install.mjs';
import { ROOT } from './root.mjs';
import { SHOTS, THEMES } from './screenshots/shots.mjs';

const SAMPLES = join(ROOT, 'samples');
const SIZE = { width: 1440, height: 900 };

await runMain(async () => {
  const { theme: themes = Object.keys(THEMES), shot: names = SHOTS.map(({ name }) => name), out } = readOptions();
  await ensureInstalled();
  await ensureBuilt('product');
  const folder = resolve(out ?? join(ROOT, 'media/screenshots'));
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  try {
    for (const theme of themes) await takeTheme(browser, theme, names, folder);
  } finally {
    await browser.close();
  }
});

/** A server for each theme: nothing that one picture left behind gets into the next. */
async function takeTheme(browser, theme, names, folder) {
  const settings = { 'workbench.colorTheme': THEMES[theme], 'window.autoDetectColorScheme': false };
  // Without what the person imported: the pictures show the bundled models.
  const env = { LANGSCOPE_MODELS: join(ROOT, 'models/imported') };
  const server = await startServer({ extensions: [ROOT], settings, env });
  const page = await browser.newPage({ viewport: SIZE });
  try {
    page.setDefaultTimeout(30_000);
    await openWorkbench(page, server, { folder: SAMPLES, file: join(SAMPLES, 'field-notes.md') });
    await waitForStatus(page, { text: /ppl/ });
    await page.waitForTimeout(1000);
    for (const { name, prepare, tidy } of SHOTS.filter((shot) => names.includes(shot.name))) {
      await prepare?.(page);
      const path = join(folder, `${name}-${theme}.png`);
      await page.screenshot({ path });
      console.log(path);
      await tidy?.(page);
    }
  } finally {
    await page.context().close();
    await server.stop();
  }
}

function readOptions() {
  const options = {
    theme: { type: 'string', multiple: true },
    shot: { type: 'string', multiple: true },
    out: { type: 'string' },
  };
  try {
    const { values } = parseArgs({ options });
    for (const theme of values.theme ?? []) if (!(theme in THEMES)) throw new Error(`There is no theme '${theme}'.`);
    return values;
  } catch (error) {
    const known = `[--theme ${Object.keys(THEMES).join('|')}] [--shot ${SHOTS.map(({ name }) => name).join('|')}] [--out FOLDER]`;
    throw new PlainError(`${error.message}\nnpm run screenshots -- ${known}`);
  }
}

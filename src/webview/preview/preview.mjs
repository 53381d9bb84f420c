// Developers only: draws the Document view in the four default themes with a profile that looks real, one picture a
// theme and state, into dist/preview. The colours are asked of a running VS Code once and kept in dist/preview/themes.json.
// node src/webview/preview/preview.mjs [width] [zoom]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchBrowser, openWorkbench, startServer } from '../../../tools/host.mjs';
import { contents, place } from './sample-profile.mjs';

const origin = 'http://preview.test';
const root = resolve(import.meta.dirname, '../../..');
const out = join(root, 'dist/preview');
const width = Number(process.argv[2] ?? 260);
const zoom = Number(process.argv[3] ?? 1);
const themes = [
  ['light', 'Light 2026', 'vscode-light'],
  ['dark', 'Dark 2026', 'vscode-dark'],
  ['hc-light', 'Default High Contrast Light', 'vscode-high-contrast vscode-high-contrast-light'],
  ['hc-dark', 'Default High Contrast', 'vscode-high-contrast'],
];

mkdirSync(out, { recursive: true });
const browser = await launchBrowser();
try {
  const colors = await themeColors();
  for (const [name, , bodyClass] of themes) {
    const page = await browser.newPage({
      viewport: { width: Math.round(width / zoom), height: 1180 },
      deviceScaleFactor: Math.max(2, zoom),
    });
    await serve(page);
    page.on('console', (message) => console.log(name, message.text()));
    page.on('pageerror', (error) => console.error(name, error));
    for (const [state, content] of Object.entries(contents)) {
      if (name !== 'dark' && name !== 'light' && state !== 'done') continue;
      await draw(page, { colors: colors[name], bodyClass, content });
      await page.screenshot({ path: join(out, `${name}-${state}-${width}.png`) });
    }
    await page.close();
  }
} finally {
  await browser.close();
}

/** Loads the bundle as it is shipped, under the policy that the extension gives the page. */
async function draw(page, { colors, bodyClass, content }) {
  await page.goto(`${origin}/?${bodyClass}`);
  await page.evaluate((values) => {
    for (const [key, value] of Object.entries(values)) document.documentElement.style.setProperty(key, value);
    document.documentElement.style.background = 'var(--vscode-sideBar-background)';
  }, colors);
  await page.evaluate(
    ([shown, editor]) => {
      const lines = shown.profile && Float32Array.from(shown.profile.lines, (bits) => bits ?? NaN);
      const revived = shown.profile ? { ...shown, profile: { ...shown.profile, lines } } : shown;
      window.postMessage({ kind: 'content', content: revived }, '*');
      window.postMessage({ kind: 'place', place: editor }, '*');
    },
    [content, place],
  );
  await page.waitForTimeout(300);
}

async function serve(page) {
  await page.addInitScript(() => {
    window.acquireVsCodeApi = () => ({
      postMessage: () => undefined,
      getState: () => undefined,
      setState: () => undefined,
    });
  });
  await page.route(`${origin}/**`, (route) => {
    const { pathname, search } = new URL(route.request().url());
    if (pathname !== '/') return route.fulfill({ path: join(root, 'dist/webview', pathname) });
    const bodyClass = decodeURIComponent(search.slice(1));
    return route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-1'; font-src ${origin}">
</head><body class="${bodyClass}"><script nonce="1" src="/document.js"></script></body></html>`,
    });
  });
}

/** Every --vscode-* variable of each theme, as the workbench defines them. */
async function themeColors() {
  const file = join(out, 'themes.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const found = {};
  for (const [name, label] of themes) {
    const server = await startServer({ extensions: [root], settings: { 'workbench.colorTheme': label } });
    try {
      const page = await browser.newPage();
      await openWorkbench(page, server, { folder: tmpdir() });
      // The extension's own colours come after the theme's.
      await page.waitForFunction(
        () =>
          getComputedStyle(document.querySelector('.monaco-workbench')).getPropertyValue(
            '--vscode-langscope-surprise8',
          ) !== '',
        undefined,
        { timeout: 60_000 },
      );
      await page.waitForTimeout(4000);
      found[name] = await page.evaluate(() => {
        const style = getComputedStyle(document.querySelector('.monaco-workbench'));
        const values = {};
        for (const sheet of document.styleSheets)
          for (const rule of sheet.cssRules)
            if (rule.selectorText?.includes('.monaco-workbench'))
              for (const key of rule.style)
                if (key.startsWith('--vscode-')) values[key] = style.getPropertyValue(key).trim();
        return {
          ...values,
          '--vscode-font-family': 'Open Sans, sans-serif',
          '--vscode-font-size': '13px',
          '--vscode-editor-font-family': 'DejaVu Sans Mono, monospace',
        };
      });
      await page.close();
    } finally {
      await server.stop();
    }
  }
  writeFileSync(file, JSON.stringify(found));
  return found;
}

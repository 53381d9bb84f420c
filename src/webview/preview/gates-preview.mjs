// Developers only: draws the recurrent view with the bundled LSTM reading a sample, in the four default themes and at
// the widths and zooms that it must stand, into dist/preview. `preview.mjs` must have asked for the themes' colours once.
// node src/webview/preview/gates-preview.mjs [pictures whose names have this word] [another recurrent model]
import { build } from 'esbuild';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { launchBrowser } from '../../../tools/host.mjs';

const require = createRequire(import.meta.url);
const origin = 'http://preview.test';
const root = resolve(import.meta.dirname, '../../..');
const out = join(root, 'dist/preview');
const only = process.argv[2] ?? '';
const model = process.argv[3] ?? 'langscope-lstm';
mkdirSync(out, { recursive: true });
await bundle();
const themes = JSON.parse(readFileSync(join(out, 'themes.json'), 'utf8'));
const classes = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
  'hc-dark': 'vscode-high-contrast',
};

const paragraph =
  'The ferry leaves the harbour at seven (or, when the captain is late, at "half past") and comes back [see the table] when he has finished his coffee. "Nobody," she said, "has ever found a timetable (not even the old one)."';
const code =
  'def crossing(tide, wind):\n    if tide > 3 and (wind < 20 or night()):\n        return "slow"\n    return {"speed": [4, 8]}\n';
const text = `# The ferry\n\n${paragraph}\n\n${code}\n${paragraph.replace('seven', 'nine')}\n\n- one\n  - two\n`;
const at = text.indexOf('when the captain');

const { EngineClient } = require(join(root, 'dist/src/client/engine-client.js'));
const engine = new EngineClient({ path: join(root, 'dist/preview-engine.js'), client: 'preview' });
await engine.request('configure', { modelFolders: [], memoryLimitMb: 2000, threads: 1 });
const focus = { start: at, end: at };
const inside = { model, precision: 'auto', provider: 'auto', text };
const content = await engine.request('gates', { ...inside, focus: { start: 0, end: text.length } });
const about = { title: 'ferry.md', version: 1, focus, model };
const shown = { kind: 'shown', live: false, ...about, content };
const states = {
  empty: { kind: 'empty' },
  loading: { kind: 'loading', done: 310, total: 1200, ...about },
  again: { kind: 'loading', done: 310, total: 1200, ...about, content },
  live: { ...shown, live: true },
  unsupported: {
    kind: 'unsupported',
    ...about,
    model: 'langscope-gpt',
    message: 'langscope-gpt has no recurrent nodes: its layers are those of a transformer. Choose a recurrent model.',
    actions: ['choose-model'],
  },
  failed: {
    kind: 'failed',
    ...about,
    message: 'The engine ended unexpectedly. Read the text again.',
    actions: ['read', 'show-log'],
  },
  shown,
};
/** Name, theme, width, zoom, state, and what a person did. */
const pictures = [
  ...Object.keys(classes).map((theme) => [`${theme}-shown-720`, theme, 720, 1, 'shown', sorted]),
  ['dark-shown-480', 'dark', 480, 1, 'shown', sorted],
  ['light-zoom-480', 'light', 480, 2, 'shown', sorted],
  ['dark-wide-1100', 'dark', 1100, 1, 'shown', states_],
  ['light-range-720', 'light', 720, 1, 'shown', ranged],
  ['hc-dark-range-480', 'hc-dark', 480, 1, 'shown', ranged],
  ...['empty', 'loading', 'again', 'live', 'unsupported', 'failed'].map((state) => [
    `light-${state}-480`,
    'light',
    480,
    1,
    state,
    sorted,
  ]),
];

const browser = await launchBrowser();
try {
  for (const [name, theme, width, zoom, state, act] of pictures.filter(([name]) => name.includes(only))) {
    const page = await browser.newPage({
      viewport: { width: Math.round(width / zoom), height: state === 'shown' ? 1700 : 700 },
      deviceScaleFactor: zoom,
    });
    page.on('console', (message) => console.log(name, message.text()));
    page.on('pageerror', (error) => console.error(name, error));
    await serve(page);
    await page.goto(`${origin}/?${classes[theme]}`);
    await page.evaluate((values) => {
      for (const [key, value] of Object.entries(values)) document.documentElement.style.setProperty(key, value);
      document.documentElement.style.background = 'var(--vscode-editor-background)';
    }, themes[theme]);
    await post(page, { kind: 'state', state: states[state], memory: { uri: 'file:///ferry.md', controls: {} } });
    await post(page, { kind: 'place', place: focus });
    await page.waitForTimeout(700);
    if (states[state].content) await act(page);
    await page.waitForTimeout(900);
    await page.screenshot({ path: join(out, `gates-${name}.png`), fullPage: zoom > 1 });
    console.log(`gates-${name}.png`);
    await page.close();
  }
} finally {
  await browser.close();
  engine.dispose();
}

async function sorted(page) {
  await page.locator('select[name=order]').selectOption('quote');
}

async function states_(page) {
  await page.locator('[data-series=cell]').click();
  await page.locator('select[name=order]').selectOption('bracket');
  await page.locator('select[name=layer]').selectOption('1');
}

async function ranged(page) {
  await page.locator('select[name=order]').selectOption('quote');
  const start = text.indexOf('"half past"');
  await post(page, { kind: 'place', place: { start, end: start + 11 } });
  await page.locator('[data-series=cell]').click();
  await page.locator('input[name=only-on]').check();
  await page.waitForTimeout(300);
  await page.getByRole('button', { name: 'Find similar places' }).click();
}

/** Typed arrays do not cross to the page by themselves. */
function post(page, message) {
  return page.evaluate((packed) => window.postMessage(window.unpack(packed), '*'), pack(message));
}

function pack(value) {
  if (ArrayBuffer.isView(value))
    return { typed: value.constructor.name, list: [...value].map((n) => (Number.isNaN(n) ? 'NaN' : n)) };
  if (Array.isArray(value)) return value.map(pack);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, pack(v)]));
  return value;
}

function unpack(value) {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== 'object' || value === null) return value;
  if ('typed' in value) return globalThis[value.typed].from(value.list, Number);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unpack(v)]));
}

async function answer(message) {
  const { kind, id, ask, params } = unpack(message);
  if (kind !== 'ask') return undefined;
  const places = (found) => {
    if (ask !== 'gatesFind') return found;
    const { excerptsOf } = require(join(root, 'dist/src/extension/panels/gates-excerpt.js'));
    const excerpts = excerptsOf(text, found);
    return found.map((place, index) => ({ ...place, ...excerpts[index] }));
  };
  try {
    const found = await engine.request(ask, { ...params, reading: content.reading });
    return pack({ kind: 'answer', id, answer: places(found) });
  } catch (error) {
    return { kind: 'refusal', id, failure: error.failure ?? { code: 'run-failed', message: String(error) } };
  }
}

async function serve(page) {
  await page.exposeFunction('extension', answer);
  await page.addInitScript(`
    window.unpack = ${unpack};
    window.packed = ${pack};
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => void window.extension(packedMessage(message)).then((found) => found && window.postMessage(window.unpack(found), '*')),
      getState: () => undefined,
      setState: () => undefined,
    });
    const packedMessage = (message) => (${pack})(message);
    const pack = ${pack};
  `);
  await page.route(`${origin}/**`, (route) => {
    const { pathname, search } = new URL(route.request().url());
    if (pathname !== '/') return route.fulfill({ path: join(out, pathname) });
    return route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-1'; font-src ${origin}">
</head><body class="${decodeURIComponent(search.slice(1))}"><script nonce="1" src="/gates.js"></script></body></html>`,
    });
  });
}

/** Only what this picture needs, apart from what is being built for other ends. */
async function bundle() {
  await build({
    entryPoints: [join(root, 'src/webview/gates/main.ts')],
    outfile: join(out, 'gates.js'),
    bundle: true,
    target: 'es2022',
    tsconfig: join(root, 'src/webview/tsconfig.json'),
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  });
  await build({
    entryPoints: [join(root, 'src/engine/main.ts')],
    outfile: join(root, 'dist/preview-engine.js'),
    bundle: true,
    platform: 'node',
    external: ['onnxruntime-node', 'tokenizers'],
    tsconfig: join(root, 'tsconfig.json'),
  });
}

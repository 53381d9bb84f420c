// Developers only: draws the layer view of a sample in the four default themes and at the widths and zooms that it must
// stand, into dist/preview. `preview.mjs` must have asked for the themes' colours once. The model is the bundled
// transformer, and for the deep pictures the one whose folder is given.
// node src/webview/preview/lens-preview.mjs [picture whose name has this word] [folder of a deep model]
import { build } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { launchBrowser } from '../../../tools/host.mjs';

const require = createRequire(import.meta.url);
const origin = 'http://preview.test';
const root = resolve(import.meta.dirname, '../../..');
const out = join(root, 'dist/preview');
const [only = '', deepModel] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
await bundle();
const themes = JSON.parse(readFileSync(join(out, 'themes.json'), 'utf8'));
const classes = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
  'hc-dark': 'vscode-high-contrast',
};

const text =
  '# The ferry\n\nThe ferry leaves the harbour at seven, and the harbour master writes the name of the ferry into his book. ' +
  'The capital of France is Paris, and the capital of Germany is Berlin.\n';
const at = text.indexOf('harbour master') + 2;
const selection = { start: text.indexOf('the capital of Germany'), end: text.indexOf('.\n', 20) };

const { EngineClient } = require(join(root, 'dist/src/client/engine-client.js'));
const engine = new EngineClient({ path: join(root, 'dist/lens-preview-engine.js'), client: 'preview' });
await engine.request('configure', { modelFolders: [], memoryLimitMb: 2000, threads: 1 });
const read = (model, focus) =>
  engine.request('lens', { model, precision: 'auto', provider: 'cpu', text, focus, top: 5 });
const content = await read('langscope-gpt', { start: at - 64, end: at + 64 });
const first = await read('langscope-gpt', { start: 0, end: 60 });
const deep = deepModel === undefined ? undefined : await read(resolve(deepModel), selection);
engine.dispose();
const cursor = { start: at, end: at };
const about = { title: 'ferry.md', version: 1, focus: cursor, model: 'langscope-gpt' };
const states = {
  empty: { kind: 'empty' },
  loading: { kind: 'loading', done: 31, total: 120, ...about },
  again: { kind: 'loading', done: 31, total: 120, ...about, content },
  live: { kind: 'shown', live: true, ...about, content },
  shown: { kind: 'shown', live: false, ...about, content },
  first: { kind: 'shown', live: false, ...about, focus: { start: 0, end: 0 }, content: first },
  unsupported: {
    kind: 'unsupported',
    ...about,
    model: 'langscope-lstm',
    message:
      'The layers of langscope-lstm cannot be shown. It is recurrent: its layers hand their output on instead of adding ' +
      'it to a common stream, so that only the last one speaks the language of the vocabulary. Choose a transformer.',
    actions: ['choose-model'],
  },
  failed: {
    kind: 'failed',
    ...about,
    message: 'The engine ended unexpectedly. Read the text again.',
    actions: ['read', 'show-log'],
  },
  ...(deep && { deep: { kind: 'shown', live: false, ...about, focus: selection, model: deepModel, content: deep } }),
};
const places = { deep: selection, first: { start: 0, end: 0 } };
/** Name, theme, width, zoom, state, and what a person did. */
const pictures = [
  ...Object.keys(classes).map((theme) => [`${theme}-shown-720`, theme, 720, 1, 'shown', nothing]),
  ['dark-shown-480', 'dark', 480, 1, 'shown', nothing],
  ['light-zoom-480', 'light', 480, 2, 'shown', nothing],
  ['dark-wide-1100', 'dark', 1100, 1, 'shown', colouredBy('divergence')],
  ['light-rank-720', 'light', 720, 1, 'shown', colouredBy('rank')],
  ['hc-dark-entropy-480', 'hc-dark', 480, 1, 'shown', colouredBy('entropy')],
  ['light-hover-720', 'light', 720, 1, 'shown', hovered],
  ['dark-keys-720', 'dark', 720, 1, 'shown', keys],
  ['light-first-480', 'light', 480, 1, 'first', nothing],
  ['dark-deep-720', 'dark', 720, 1, 'deep', nothing],
  ['light-deep-480', 'light', 480, 1, 'deep', colouredBy('rank')],
  ...['empty', 'loading', 'again', 'live', 'unsupported', 'failed'].map((state) => [
    `light-${state}-480`,
    'light',
    480,
    1,
    state,
    nothing,
  ]),
].filter(([name, , , , state]) => name.includes(only) && state in states);

const browser = await launchBrowser();
try {
  for (const [name, theme, width, zoom, state, act] of pictures) {
    const page = await browser.newPage({
      viewport: { width: Math.round(width / zoom), height: state === 'deep' ? 1700 : 860 },
      deviceScaleFactor: Math.max(1.5, zoom),
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
    await post(page, { kind: 'place', place: places[state] ?? cursor });
    await page.waitForTimeout(500);
    await act(page);
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(out, `lens-${name}.png`), fullPage: zoom > 1 });
    if (name === 'dark-shown-720' || name === 'dark-deep-720') await drawn(page, name);
    console.log(`lens-${name}.png`);
    await page.close();
  }
} finally {
  await browser.close();
}

async function nothing() {}

function colouredBy(by) {
  return (page) => page.locator('select').selectOption(by);
}

async function hovered(page) {
  const box = await page.locator('langscope-heatmap canvas').boundingBox();
  await page.mouse.move(box.x + 240, box.y + 90);
}

async function keys(page) {
  await page.locator('langscope-layer-table .frame').focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
}

/** The exported figure, as a file and as a picture of it. */
async function drawn(page, name) {
  await post(page, { kind: 'draw', id: 1, format: 'svg' });
  await page.waitForFunction(() => window.drawn !== undefined);
  const svg = await page.evaluate(() => window.drawn);
  writeFileSync(join(out, `lens-${name}.svg`), svg);
  const picture = await browser.newPage({ viewport: { width: 1400, height: 500 } });
  await picture.setContent(svg);
  await picture.screenshot({ path: join(out, `lens-${name}-svg.png`), fullPage: true });
  await picture.close();
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

async function serve(page) {
  await page.addInitScript(`
    window.unpack = ${unpack};
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => { if (message.kind === 'drawn') window.drawn = message.figure; },
      getState: () => undefined,
      setState: () => undefined,
    });
  `);
  await page.route(`${origin}/**`, (route) => {
    const { pathname, search } = new URL(route.request().url());
    if (pathname !== '/') return route.fulfill({ path: join(out, pathname) });
    return route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-1'; font-src ${origin}">
</head><body class="${decodeURIComponent(search.slice(1))}"><script nonce="1" src="/lens.js"></script></body></html>`,
    });
  });
}

/** Only what this picture needs, apart from what is being built for other ends. */
async function bundle() {
  await build({
    entryPoints: [join(root, 'src/webview/lens/main.ts')],
    outfile: join(out, 'lens.js'),
    bundle: true,
    target: 'es2022',
    tsconfig: join(root, 'src/webview/tsconfig.json'),
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  });
  await build({
    entryPoints: [join(root, 'src/engine/main.ts')],
    outfile: join(root, 'dist/lens-preview-engine.js'),
    bundle: true,
    platform: 'node',
    external: ['onnxruntime-node', 'tokenizers'],
    tsconfig: join(root, 'tsconfig.json'),
  });
}

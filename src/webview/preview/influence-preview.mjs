// Developers only: draws the view of how far back a model remembers, with the bundled models reading a sample, in the four default themes and at
// the widths and zooms that it must stand, into dist/preview. `preview.mjs` must have asked for the themes' colours once.
// node src/webview/preview/influence-preview.mjs [picture whose name has this word]
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
mkdirSync(out, { recursive: true });
await bundle();
const themes = JSON.parse(readFileSync(join(out, 'themes.json'), 'utf8'));
const classes = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
  'hc-dark': 'vscode-high-contrast',
};

const text = `# The ferry

The ferry leaves the harbour at seven (or, when the captain is late, at "half past") and comes back [see the table] when he has finished his coffee. "Nobody," she said, "has ever found a timetable (not even the old one)."

Captain Marlowe had kept the ferry for thirty years. His wife kept the timetable, and the timetable kept everybody else. In winter the harbour froze, and the ferry stayed where it was; in summer the visitors came, and the captain told each of them the same story about the storm. When the storm came up at last, nobody on the quay was surprised except for Captain Marlowe.
`;
const at = text.lastIndexOf('Marlowe');

const { EngineClient } = require(join(root, 'dist/src/client/engine-client.js'));
const engine = new EngineClient({ path: join(root, 'dist/preview-influence-engine.js'), client: 'preview' });
await engine.request('configure', { modelFolders: [], memoryLimitMb: 2000, threads: 1 });
const focus = { start: at, end: at };
const inside = { precision: 'auto', provider: 'auto', text, focus };
const readings = {};
for (const [name, model, measure, unit] of [
  ['gradient', 'langscope-lstm', 'gradient', 'word'],
  ['removed', 'langscope-gpt', 'removed', 'word'],
  ['sentence', 'langscope-gpt', 'replaced', 'sentence'],
]) {
  readings[name] = await engine.request('influence', { ...inside, model, measure, unit });
}
const about = { title: 'ferry.md', version: 1, focus, model: 'langscope-lstm' };
const controls = { measure: 'auto', unit: 'word' };
const shown = { kind: 'shown', live: false, ...about, content: readings.gradient };
const content = readings.gradient;
const states = {
  empty: { kind: 'empty' },
  loading: { kind: 'loading', done: 310, total: 1200, ...about },
  again: { kind: 'loading', done: 310, total: 1200, ...about, content },
  live: { ...shown, live: true },
  unsupported: {
    kind: 'unsupported',
    ...about,
    model: 'langscope-gpt',
    message:
      'The gradient is taken through recurrent models; langscope-gpt is none. Measure by leaving out or replacing what stands before.',
    actions: ['choose-model'],
  },
  failed: {
    kind: 'failed',
    ...about,
    message: 'This is the first token of the text: nothing stands before it that could matter. Choose a later one.',
    actions: ['read'],
  },
  shown,
  removed: { ...shown, model: 'langscope-gpt', content: readings.removed },
  sentence: { ...shown, model: 'langscope-gpt', content: readings.sentence },
};
/** Name, theme, width, zoom, state, and what a person did. */
const pictures = [
  ...Object.keys(classes).map((theme) => [`${theme}-shown-720`, theme, 720, 1, 'shown', compared]),
  ...Object.keys(classes).map((theme) => [`${theme}-removed-480`, theme, 480, 1, 'removed', compared]),
  ['light-zoom-480', 'light', 480, 2, 'removed', pointed],
  ['dark-wide-1100', 'dark', 1100, 1, 'shown', compared],
  ['dark-sentence-480', 'dark', 480, 1, 'sentence', pointed],
  ...['empty', 'loading', 'again', 'live', 'unsupported', 'failed'].map((state) => [
    `light-${state}-480`,
    'light',
    480,
    1,
    state,
    pointed,
  ]),
];

const browser = await launchBrowser();
try {
  for (const [name, theme, width, zoom, state, act] of pictures.filter(([name]) => name.includes(only))) {
    const page = await browser.newPage({
      viewport: { width: Math.round(width / zoom), height: states[state].content ? 1250 : 500 },
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
    await post(page, {
      kind: 'state',
      state: states[state],
      memory: {
        uri: 'file:///ferry.md',
        controls: state === 'unsupported' ? { ...controls, measure: 'gradient' } : controls,
      },
    });
    await post(page, { kind: 'place', place: focus });
    await page.waitForTimeout(700);
    if (states[state].content && state !== 'loading') await act(page);
    await page.waitForTimeout(900);
    await page.screenshot({ path: join(out, `influence-${name}.png`), fullPage: zoom > 1 });
    console.log(`influence-${name}.png`);
    await page.close();
  }
} finally {
  await browser.close();
  engine.dispose();
}

async function compared(page) {
  await page.getByRole('button', { name: 'Compare models' }).click();
  await page.locator('langscope-influence').evaluate(async (app) => {
    for (let rounds = 0; rounds < 600 && app.comparison.busy; rounds++) await new Promise((go) => setTimeout(go, 100));
  });
}

async function pointed(page) {
  const strip = page.locator('langscope-unit-strip svg');
  const box = await strip.boundingBox();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 60);
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
  try {
    if (ask === 'models') {
      const installed = await engine.request('models', {});
      return pack({ kind: 'answer', id, answer: installed.map(({ name, family }) => ({ name, family })) });
    }
    const found = await engine.request('influenceCurve', {
      ...inside,
      ...params,
      focus: { start: 0, end: text.length },
    });
    return pack({ kind: 'answer', id, answer: found });
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
</head><body class="${decodeURIComponent(search.slice(1))}"><script nonce="1" src="/influence.js"></script></body></html>`,
    });
  });
}

/** Only what this picture needs, apart from what is being built for other ends. */
async function bundle() {
  await build({
    entryPoints: [join(root, 'src/webview/influence/main.ts')],
    outfile: join(out, 'influence.js'),
    bundle: true,
    target: 'es2022',
    tsconfig: join(root, 'src/webview/tsconfig.json'),
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  });
  await build({
    entryPoints: [join(root, 'src/engine/main.ts')],
    outfile: join(root, 'dist/preview-influence-engine.js'),
    bundle: true,
    platform: 'node',
    external: ['onnxruntime-node', 'tokenizers'],
    tsconfig: join(root, 'tsconfig.json'),
  });
}

// The attention panel as it is shipped, in a real browser, on a map of 4,096 x 4,096: how long its frames take while a
// person pans, and what its process holds. Weights come from a worker, as they come from another process in the editor.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../host.mjs';
import { ROOT } from '../root.mjs';

const origin = 'http://bench.test';
const tokens = 4096;

/** Answers the panel's questions about a map that is computed where it is asked for. */
const worker = `onmessage = ({ data: { id, ask, params } }) => {
  const n = ${tokens};
  const weight = (row, column) => column > row ? 0
    : column === 0 ? 0.4 : 0.5 * Math.exp((column - row) / 6) + 0.05 * (((row * 31 + column * 17) % 97) > 92 ? 1 : 0);
  if (ask === 'attentionMap') return postMessage({ kind: 'answer', id, answer: { rows: n, columns: n, largest: 0.9 } });
  if (ask === 'attentionStrip') {
    const weights = Float32Array.from({ length: n }, (_, at) => params.axis === 'row' ? weight(params.index, at) : weight(at, params.index));
    return postMessage({ kind: 'answer', id, answer: weights }, [weights.buffer]);
  }
  if (ask !== 'attentionTile') return postMessage({ kind: 'answer', id, answer: null });
  const { scale, row, column } = params;
  const rows = Math.min(params.rows, Math.ceil((n - row) / scale));
  const columns = Math.min(params.columns, Math.ceil((n - column) / scale));
  const weights = new Float32Array(rows * columns);
  for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) {
    const [r, c] = [row + y * scale, column + x * scale];
    weights[y * columns + x] = Math.max(weight(r, c), weight(Math.min(n - 1, r + scale - 1), c));
  }
  postMessage({ kind: 'answer', id, answer: { rows, columns, weights } }, [weights.buffer]);
};`;

/**
 * Runs in the page: pans to and fro, once a frame.
 * @param step CSS pixels from frame to frame; @returns milliseconds: between frames, and of the page's own work in them;
 * and in how many of them something else was in view
 */
function pan(step, frames) {
  return new Promise((resolve) => {
    const heatmap = document.querySelector('langscope-attention').shadowRoot.querySelector('langscope-heatmap');
    const canvas = heatmap.shadowRoot.querySelector('canvas');
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const [clientX, clientY] = [left + width / 2, top + height / 2];
    const intervals = [];
    const work = [];
    let [deltaX, deltaY] = step;
    let last;
    let began = 0;
    let moved = 0;
    const behind = new MessageChannel();
    behind.port1.onmessage = () => {
      work.push(performance.now() - began);
      if (intervals.length >= frames) return resolve({ intervals, work, moved });
      // Asked for before the heatmap asks for its own: the work of a frame is what comes after this.
      requestAnimationFrame(frame);
      const before = heatmap.range;
      canvas.dispatchEvent(
        new WheelEvent('wheel', { deltaX, deltaY, clientX, clientY, bubbles: true, cancelable: true }),
      );
      const { fromRow, fromColumn } = heatmap.range;
      if (fromRow !== before.fromRow || fromColumn !== before.fromColumn) moved++;
      if (fromRow === before.fromRow) deltaY = -deltaY;
      if (fromColumn === before.fromColumn) deltaX = -deltaX;
    };
    const frame = (now) => {
      if (last !== undefined) intervals.push(now - last);
      last = now;
      began = performance.now();
      behind.port2.postMessage(0);
    };
    requestAnimationFrame(frame);
  });
}

const share = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const ms = (value) => value.toFixed(1);

/** @param row prints one line: what, figure, goal, whether it is reached */
export async function heatmapBench(row) {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 900, height: 1000 }, deviceScaleFactor: 1 });
    page.on('pageerror', (error) => console.error(error));
    await page.route(`${origin}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/worker.js') return route.fulfill({ contentType: 'text/javascript', body: worker });
      if (pathname !== '/') return route.fulfill({ path: join(ROOT, 'dist/webview', pathname) });
      const body = `<!doctype html><meta charset="utf-8"><body class="vscode-dark"><script src="/attention.js"></script>`;
      return route.fulfill({ contentType: 'text/html', body });
    });
    await page.addInitScript(() => {
      const weights = new Worker('/worker.js');
      weights.onmessage = ({ data }) => window.postMessage(data, '*');
      window.acquireVsCodeApi = () => ({
        postMessage: (message) => message.kind === 'ask' && weights.postMessage(message),
        getState: () => undefined,
        setState: () => undefined,
      });
    });
    await page.goto(origin);
    const colours = {
      'editor-background': '#121314',
      'editor-foreground': '#bbbebf',
      foreground: '#bbbebf',
      'charts-blue': '#3794ff',
      focusBorder: '#3994bc',
      'font-size': '13px',
    };
    await page.evaluate((values) => {
      for (const [name, value] of Object.entries(values))
        document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }, colours);
    const started = Date.now();
    await page.evaluate(show, { tokens, text: readFileSync(join(ROOT, 'samples/field-notes.md'), 'utf8') });
    const settled = () =>
      page.waitForFunction(() => {
        const heatmap = document.querySelector('langscope-attention')?.shadowRoot.querySelector('langscope-heatmap');
        return heatmap?.drawing.settled && heatmap.drawing.bytes > 0;
      });
    await settled();
    row(
      '4,096 x 4,096 weights: first picture, once they can be asked for',
      `${Date.now() - started} ms`,
      '< 1,500 ms',
      Date.now() - started < 1500,
    );
    const zoom = (factor) =>
      page.evaluate((notches) => {
        const canvas = document
          .querySelector('langscope-attention')
          .shadowRoot.querySelector('langscope-heatmap')
          .shadowRoot.querySelector('canvas');
        const { left, top, width, height } = canvas.getBoundingClientRect();
        canvas.dispatchEvent(
          new WheelEvent('wheel', {
            deltaY: -100 * notches,
            ctrlKey: true,
            bubbles: true,
            cancelable: true,
            clientX: left + width * 0.4,
            clientY: top + height * 0.5,
          }),
        );
      }, factor);
    const all = { intervals: [], work: [], moved: 0 };
    for (const [notches, steps] of [
      [2, [23, 17]],
      [3, [-31, 29]],
      [3, [41, -37]],
      [3, [-53, 47]],
    ]) {
      await zoom(notches);
      const { intervals, work, moved } = await page.evaluate(`(${pan})(${JSON.stringify(steps)}, 240)`);
      all.intervals.push(...intervals);
      all.work.push(...work);
      all.moved += moved;
    }
    await settled();
    const [median, p95, p99] = [0.5, 0.95, 0.99].map((part) => share(all.intervals, part));
    row(
      `panning at four zooms: between ${all.intervals.length} frames`,
      `median ${ms(median)} ms, p95 ${ms(p95)}, p99 ${ms(p99)}`,
      '60 fps: median <= 16.7 ms, p95 < 25',
      median <= 16.8 && p95 < 25,
    );
    const busy = [0.5, 0.95, 0.99].map((part) => share(all.work, part));
    row(
      'the main thread in each of them',
      `median ${ms(busy[0])} ms, p95 ${ms(busy[1])}, p99 ${ms(busy[2])}`,
      'p95 < 16.7 ms',
      busy[1] < 16.7,
    );
    if (all.moved < 0.9 * all.intervals.length) throw new Error(`Only ${all.moved} frames moved.`);
    const held = await page.evaluate(
      () => document.querySelector('langscope-attention').shadowRoot.querySelector('langscope-heatmap').drawing.bytes,
    );
    const memory = await rendererMemory(browser, page);
    row(
      "memory of the panel's process (its tiles)",
      `${memory.toFixed(0)} MB (${(held / 1e6).toFixed(0)} MB)`,
      '< 300 MB',
      memory < 300,
    );
  } finally {
    await browser.close();
  }
}

/** Runs in the page: a reading as the extension sends it. */
function show({ tokens, text }) {
  const pieces = (text.repeat(20).match(/\s?[^\s]{1,6}|\s/g) ?? []).slice(0, tokens);
  let at = 0;
  const spans = Int32Array.from(pieces.flatMap((piece) => [at, (at += piece.length)]));
  const size = 32;
  const [layers, heads] = [30, 9];
  const content = {
    reading: 1,
    provenance: { model: 'bench', precision: 'fp32', provider: 'cpu' },
    tokens: {
      ids: new Int32Array(tokens),
      spans,
      pieces,
      special: new Uint8Array(tokens),
      words: Int32Array.from(pieces.keys()),
      first: 0,
      total: tokens,
    },
    stacks: [
      {
        name: 'self',
        causal: true,
        rows: 'source',
        columns: 'source',
        layers,
        heads,
        missing: [],
        thumbnails: { size, weights: new Float32Array(layers * heads * size * size).fill(0.1) },
      },
    ],
  };
  const focus = { start: 0, end: 0 };
  const state = { kind: 'shown', live: false, title: 'bench.md', version: 1, focus, model: 'bench', content };
  window.postMessage(
    {
      kind: 'state',
      state,
      memory: { uri: 'file:///bench.md', controls: { limit: tokens, extent: 'around', target: '' } },
    },
    '*',
  );
  window.postMessage({ kind: 'place', place: focus }, '*');
}

/** Megabytes that the page's process holds for itself alone. */
async function rendererMemory(browser, page) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const frame = await page.context().newCDPSession(page);
  await frame.send('HeapProfiler.collectGarbage');
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => pss(id));
  return Math.max(...sizes);
}

function pss(id) {
  const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
  const kilobytes = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? NaN);
  return kilobytes / 1000;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.mjs';

const require = createRequire(import.meta.url);
const { EngineClient } = require(join(ROOT, 'dist/src/client/engine-client.js'));

/** An engine of its own for one measurement, through the same client as the extension's. */
export class BenchEngine {
  constructor() {
    this.client = new EngineClient({ path: join(ROOT, 'dist/engine.js'), client: 'bench', restarts: null });
    this.version = 1;
  }

  async start(threads = 2) {
    await this.client.request('configure', { modelFolders: [], memoryLimitMb: 4000, threads });
    return this;
  }

  load(model) {
    return this.client.request('load', { model, precision: 'auto', provider: 'cpu' });
  }

  /** Opens a text and resolves, with milliseconds since, when the visible stretch has its figures. */
  async firstColours(uri, text, model, visible, options = {}) {
    const started = performance.now();
    const seen = new Promise((resolve) => {
      const heard = this.client.on('scores', ({ scores }) => {
        const from = scores.spans.findIndex((offset, i) => i % 2 === 0 && offset >= visible.start);
        if (from < 0 || !scores.logprob.some((value, i) => i * 2 >= from && !Number.isNaN(value))) return;
        heard.dispose();
        resolve(performance.now() - started);
      });
    });
    await this.open(uri, text, model, { ...options }, visible);
    return seen;
  }

  open(uri, text, model, options = {}, visible) {
    return this.client.request('open', {
      uri,
      version: 1,
      text,
      model,
      options: { precision: 'auto', provider: 'cpu', top: 10, ...options },
      ...(visible ? { visible } : {}),
    });
  }

  /** The figures when all is scored; nothing but them crosses, as with the editor. */
  done(uri) {
    return new Promise((resolve) => {
      this.client.on(
        'state',
        ({ uri: which, state, figures }) => which === uri && state.kind === 'done' && resolve(figures),
      );
    });
  }

  async report(uri) {
    return this.client.request('report', { uri, version: this.version });
  }

  /** Milliseconds from a keystroke at `offset` until every token has a figure of the new text again. */
  async keystroke(uri, offset) {
    const started = performance.now();
    let last = started;
    const heard = this.client.on('scores', () => (last = performance.now()));
    this.client.notify('change', { uri, version: ++this.version, edits: [{ start: offset, end: offset, text: 'x' }] });
    // Windows go back to their canonical places 1.5 s after the last edit; what comes before is the keystroke's.
    await new Promise((resolve) => setTimeout(resolve, 1400));
    heard.dispose();
    return last - started;
  }

  /** [now, peak] resident megabytes of the engine's process (Linux). */
  memory() {
    const status = readFileSync(`/proc/${this.client.state.pid}/status`, 'utf8');
    return ['VmRSS', 'VmHWM'].map((key) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)[1]) / 1024);
  }

  stop() {
    this.client.dispose();
  }
}

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.mjs';
import { BenchEngine } from './engine.mjs';

const require = createRequire(import.meta.url);
const built = join(ROOT, 'dist/src/engine');

/** Blocks of a tile's side, and of a view of 1,000 x 800 pixels that shows all of 2,048 tokens. */
const [tile, scale] = [256, 2];

async function read(engine, model, text, limit) {
  const started = performance.now();
  const focus = { start: 0, end: 0 };
  const options = { precision: 'auto', provider: 'cpu' };
  const reading = await engine.client.request('attention', { model, text, focus, limit, ...options });
  return { reading, seconds: (performance.now() - started) / 1000 };
}

/** Milliseconds from the end of the run until a view has its first picture of a head: the map, and the tiles it shows. */
async function firstPicture(engine, { reading, stacks, tokens }, layer, head) {
  const started = performance.now();
  const map = { stack: 0, source: { kind: 'head', layer, head }, unit: 'token', maskStart: false };
  const { rows, columns } = await engine.client.request('attentionMap', { reading, map });
  const requests = [];
  for (let row = 0; row < rows; row += tile * scale) {
    for (let column = 0; column < columns; column += tile * scale) {
      const rectangle = { scale, row, column, rows: tile, columns: tile };
      requests.push(engine.client.request('attentionTile', { reading, map, ...rectangle }));
    }
  }
  await Promise.all(requests);
  const picture = performance.now() - started;
  // Zoomed to one weight a pixel, a step of panning brings one tile more.
  const pan = [];
  for (let column = 0; column + tile <= tokens.ids.length; column += tile) {
    const asked = performance.now();
    const rectangle = { scale: 1, row: 0, column, rows: tile, columns: tile };
    await engine.client.request('attentionTile', { reading, map, ...rectangle });
    pan.push(performance.now() - asked);
  }
  return { picture, pan: Math.max(...pan), layers: stacks[0].layers, heads: stacks[0].heads };
}

/** Milliseconds of scoring a text: the shortest of three, as the machine may have other things to do. */
async function scoringTime(engine, model, text, name) {
  const times = [];
  for (let i = 0; i < 3; i++) {
    const started = performance.now();
    await engine.open(`${name} ${i}`, text, model, { window: 512, stride: 512, top: 5 });
    await engine.report(`${name} ${i}`);
    times.push(performance.now() - started);
  }
  return Math.min(...times);
}

/** Whether the logits of the tapped graph are those of the untapped one to the last bit, for 64 tokens. */
async function isBitEqual(folder) {
  const { loadModel } = require(join(built, 'families/load-model.js'));
  const { ModelBody } = require(join(built, 'families/model-body.js'));
  const { attentionGraph } = require(join(built, 'inside/attention/attention-graph.js'));
  const { Session } = require(join(built, 'runtime/session.js'));
  const token = { isCancellationRequested: false };
  const model = await loadModel(folder, { precision: 'auto', provider: 'cpu', threads: 2 }, token);
  const { inputs, place, model: plain } = model.source;
  const tapped = attentionGraph(plain, inputs.ids.name);
  const ids = Int32Array.from({ length: 64 }, (_id, at) => 100 + 37 * at);
  const logits = async (graph, taps) => {
    const outputs = taps.map((name) => ({ name, type: { tensorType: { elemType: 1 } } }));
    const whole = { ...graph, graph: { ...graph.graph, output: [...graph.graph.output, ...outputs] } };
    const body = new ModelBody(await Session.open(whole, place, 'The model'), inputs, false);
    const { results } = await body.run(body.begin(), ids, [inputs.logits, ...taps], false);
    const { data } = results.get(inputs.logits);
    await body.dispose();
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  };
  const weights = tapped.weights.filter((name) => name !== undefined);
  const same = (await logits(plain, [])).equals(await logits(tapped.model, weights));
  await model.dispose();
  return same;
}

/** Attention of SmolLM2: first picture, panning, memory, and the model's own speed and figures beside it. */
export async function attention({ model, corpus, rounds, median, number, row }) {
  if (!existsSync(model)) return row('SmolLM2 attention', `skipped: no ${model}`);
  const text = corpus(40_000);
  const part = text.slice(0, 3000);
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    const engine = await new BenchEngine().start();
    await engine.load(model);
    await scoringTime(engine, model, part, 'warm');
    const before = await scoringTime(engine, model, part, 'before');
    const { reading, seconds } = await read(engine, model, text, 2048);
    const first = await firstPicture(engine, reading, 15, 3);
    const after = await scoringTime(engine, model, part, 'after');
    const [, peak] = engine.memory();
    runs.push({ ...first, seconds, peak, before, after });
    engine.stop();
  }
  const of = (key) => median(runs.map((run) => run[key]));
  const { layers, heads } = runs[0];
  row(`2,048 tokens read, ${layers} layers of ${heads} heads with thumbnails`, `${number(of('seconds'))} s`);
  row('first picture of one head after that', `${number(of('picture'))} ms`, '< 1,500 ms', of('picture') < 1500);
  row('slowest tile of 256 x 256 while panning', `${number(of('pan'))} ms`);
  row('engine memory, 2,048 tokens', `${number(of('peak'))} MB at its peak`, '< 1,000 MB', of('peak') < 1000);
  const ratio = of('after') / of('before');
  row('scoring with a reading open, to without', `${ratio.toFixed(2)} x the time`, '<= 1.1 x', ratio <= 1.1);
  const same = await isBitEqual(model);
  row('logits of the tapped graph', same ? 'equal to the last bit' : 'differ', 'equal', same);
  const engine = await new BenchEngine().start();
  await engine.load(model);
  await read(engine, model, text, 4096);
  const [, peak] = engine.memory();
  engine.stop();
  row('engine memory, 4,096 tokens', `${number(peak)} MB at its peak`, '< 1,000 MB', peak < 1000);
}

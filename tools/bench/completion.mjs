import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { ROOT } from '../root.mjs';
import { BenchEngine } from './engine.mjs';

const { defaultGeneration } = createRequire(import.meta.url)(join(ROOT, 'dist/src/protocol/index.js'));

/** What the extension asks for while somebody writes prose. */
const options = { maxNewTokens: 48, extent: 'sentence', count: 1, leastProbability: 1e-4, samplers: {} };
/** Characters of the long document, about 100,000 tokens. */
const longText = 420_000;

/** Milliseconds of one completion, and what came of it. */
async function complete(engine, model, prefix, token) {
  const started = performance.now();
  const request = { model, precision: 'auto', provider: 'cpu', prefix, suffix: '', options };
  const answer = await engine.client.request('complete', request, token);
  return { time: performance.now() - started, answer };
}

/** The first completion at a place, and the second one after a character that was not suggested. */
async function firstAndSecond(engine, model, text) {
  const first = await complete(engine, model, `${text} T`);
  const suggested = first.answer.texts[0]?.text ?? '';
  const second = await complete(engine, model, `${text} T${suggested.startsWith('h') ? 'o' : 'h'}`);
  return { first: first.time, second: second.time, read: second.answer.prompt - second.answer.reused };
}

/** Milliseconds from the cancellation of a completion until the engine has answered, and answers something else. */
async function cancelled(engine, model, text, after) {
  const source = new CancellationTokenSource();
  const running = complete(engine, model, text, source.token).then(
    () => 0,
    () => performance.now(),
  );
  await new Promise((resolve) => setTimeout(resolve, after));
  const started = performance.now();
  source.cancel();
  const ended = await running;
  return ended === 0 ? undefined : ended - started;
}

/** Milliseconds of a token of one run, greedily. */
async function tokenTime(engine, model, text) {
  const request = (maxNewTokens) =>
    engine.client.request('generate', { model, precision: 'auto', provider: 'cpu', prompt: text, options: { ...defaultGeneration, maxNewTokens } }); // prettier-ignore
  await request(1);
  let started = performance.now();
  await request(1);
  const one = performance.now() - started;
  started = performance.now();
  await request(33);
  return (performance.now() - started - one) / 32;
}

/** Places in the text of the bench at which something is completed: none shares its beginning with another. */
const places = (text, count) => Array.from({ length: count }, (_, i) => text.slice(1000 + 3700 * i, 7000 + 3700 * i));

async function figuresOf(model, { corpus, rounds, median, number, row }, name) {
  const text = corpus(60_000);
  const engine = await new BenchEngine().start();
  await engine.load(model);
  await complete(engine, model, 'Once upon a time');
  const runs = [];
  for (const place of places(text, rounds)) runs.push(await firstAndSecond(engine, model, place));
  const [first, second] = [median(runs.map((run) => run.first)), median(runs.map((run) => run.second))];
  const read = median(runs.map((run) => run.read));
  row(
    `${name}: second completion after one more character`,
    `${number(second)} ms for ${read} tokens, the first ${number(first)} ms: ${(second / first).toFixed(3)}`,
    '< 0.25',
    second < 0.25 * first,
  );
  const token = await tokenTime(engine, model, text.slice(0, 1500));
  const quiet = [];
  for (const [at, place] of places(text, 2 * rounds).entries()) {
    // A place that was not read: cancelled while it is read. One that was: while it is written.
    const known = at % 2 === 1;
    if (known) await complete(engine, model, `${place} x`);
    const time = await cancelled(engine, model, `${place} y`, known ? 5 : 60);
    if (time !== undefined) quiet.push(time);
  }
  row(
    `${name}: cancelled until quiet`,
    `${number(median(quiet))} ms (at most ${number(Math.max(...quiet))}), a token takes ${number(token)} ms`,
    'a piece of 80 ms or a token',
    median(quiet) <= Math.max(80, token) * 1.25,
  );
  engine.stop();
}

/** How much later a completion comes while a long document is scored. */
async function besideScoring({ corpus, rounds, median, number, row }) {
  const model = 'langscope-gpt';
  const text = corpus(60_000);
  const engine = await new BenchEngine().start();
  await engine.load(model);
  await complete(engine, model, 'Once upon a time');
  const times = { without: [], beside: [] };
  const [calm, busy] = [places(text, 2 * rounds).slice(0, rounds), places(text, 2 * rounds).slice(rounds)];
  for (const place of calm) times.without.push((await complete(engine, model, place)).time);
  const long = corpus(longText);
  const { ids } = await engine.client.request('tokenize', { model, text: long });
  await engine.open('long', long, model, {}, { start: 0, end: 3000 });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  for (const place of busy) {
    times.beside.push((await complete(engine, model, place)).time);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  engine.stop();
  const later = median(times.beside) - median(times.without);
  row(
    `first completion while ${ids.length} tokens are scored`,
    `${number(median(times.beside))} ms, without ${number(median(times.without))} ms: ${later.toFixed(0)} ms later`,
    '<= 200 ms',
    later <= 200,
  );
}

/** Completions as the editor asks for them. */
export async function completion(parts) {
  await figuresOf('langscope-gpt', parts, 'langscope-gpt');
  if (existsSync(parts.model)) await figuresOf(parts.model, parts, 'SmolLM2 q4');
  else parts.row('SmolLM2 q4 completions', `skipped: no ${parts.model}`);
  await besideScoring(parts);
}

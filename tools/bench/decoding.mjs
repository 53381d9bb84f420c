import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc/node.js';
import { ROOT } from '../root.mjs';
import { BenchEngine } from './engine.mjs';

const added = 64;
const { defaultGeneration } = createRequire(import.meta.url)(join(ROOT, 'dist/src/protocol/index.js'));

/** The beginning of a text that is `tokens` long. */
async function promptOf(engine, model, text, tokens) {
  const { ids, spans } = await engine.client.request('tokenize', { model, text });
  if (ids.length < tokens) throw new Error(`the text has ${ids.length} tokens only`);
  return text.slice(0, spans[2 * tokens - 1]);
}

/** Tokens per second from the first new token to the last one, and their ids. */
async function generate(engine, model, prompt, options = {}) {
  const told = [];
  const heard = engine.client.on('generated', ({ tokens }) => told.push([performance.now(), tokens.length]));
  const all = { ...defaultGeneration, maxNewTokens: added, ...options };
  const request = { model, precision: 'auto', provider: 'cpu', prompt, options: all, task: 'bench' };
  const { sequences } = await engine.client.request('generate', request);
  heard.dispose();
  const [first, last] = [told[0], told.at(-1)];
  return {
    speed: (1000 * (last[1] - first[1])) / (last[0] - first[0]),
    ids: sequences[0].tokens.map(({ id }) => id),
  };
}

function peer(peers, model, prompt) {
  const file = join(ROOT, 'tools/bench/peer-generate.mjs');
  const options = { env: { ...process.env, BENCH_PEERS: peers }, input: prompt, stdio: ['pipe', 'pipe', 'ignore'] };
  const out = execFileSync(process.execPath, [file, model, String(added)], options);
  return JSON.parse(out.toString().trim().split('\n').at(-1)).tokensPerSecond;
}

/** Milliseconds from a cancellation in the middle of a text until the engine answers something else, and a token's time. */
async function cancelled(engine, model, prompt) {
  const source = new CancellationTokenSource();
  const told = [];
  const heard = engine.client.on('generated', () => {
    told.push(performance.now());
    if (told.length === 24) source.cancel();
  });
  const options = { ...defaultGeneration, maxNewTokens: 400 };
  const request = { model, precision: 'auto', provider: 'cpu', prompt, options, task: 'bench' };
  await engine.client.request('generate', request, source.token).catch(() => undefined);
  const quiet = performance.now() - told[23];
  heard.dispose();
  return { quiet, token: (told[23] - told[0]) / 23 };
}

/** Greedy decoding beside transformers.js, alternating; the bundled model; cancelling; copying what stood before. */
export async function decoding({ model, peers, installPeers, corpus, rounds, median, number, row }) {
  const engine = await new BenchEngine().start();
  const small = 'langscope-gpt';
  const runs = [];
  await engine.load(small);
  const prompt = await promptOf(engine, small, corpus(4000), 128);
  for (let round = 0; round < rounds; round++) {
    runs.push({ speed: (await generate(engine, small, prompt)).speed, ...(await cancelled(engine, small, prompt)) });
  }
  const of = (key) => median(runs.map((run) => run[key]));
  row(`${small}, greedy`, `${number(of('speed'))} tokens/s`, '>= 150', of('speed') >= 150);
  const quiet = `${number(of('quiet'))} ms, a token takes ${number(of('token'))}`;
  row('from cancelling to quiet', quiet, 'about a token', of('quiet') < 2 * of('token') + 2);
  if (!existsSync(model)) {
    engine.stop();
    return row('SmolLM2 q4 decoding', `skipped: no ${model}`);
  }
  await installPeers();
  await engine.load(model);
  for (const [context, goal] of [
    [256, 1.5],
    [1024, 1.8],
  ]) {
    const long = await promptOf(engine, model, corpus(8000), context);
    const [own, other] = [[], []];
    for (let round = 0; round < rounds; round++) {
      own.push((await generate(engine, model, long)).speed);
      other.push(peer(peers, model, long));
    }
    const ratio = median(own) / median(other);
    const figure = `${number(median(own))} tokens/s, transformers.js ${number(median(other))}: ${ratio.toFixed(2)} x`;
    row(`SmolLM2 q4, greedy after ${context} tokens`, figure, `>= ${goal} x`, ratio >= goal);
  }
  const code = readFileSync(join(ROOT, 'src/cli/options.ts'), 'utf8');
  for (const name of [small, model]) {
    const start = await promptOf(engine, name, code, 320);
    const [plain, copied] = [[], []];
    for (let round = 0; round < rounds; round++) {
      plain.push(await generate(engine, name, start));
      copied.push(await generate(engine, name, start, { lookup: true }));
    }
    const same = plain.every(({ ids }, i) => ids.join() === copied[i].ids.join());
    const ratio = median(copied.map(({ speed }) => speed)) / median(plain.map(({ speed }) => speed));
    const label = name === small ? small : 'SmolLM2 q4';
    const figure = `${ratio.toFixed(2)} x, ${same ? 'the same tokens' : 'OTHER TOKENS'}`;
    row(`${label}, copying from code before it`, figure, '>= 1.3 x, the same tokens', same && ratio >= 1.3);
  }
  engine.stop();
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../root.mjs';
import { BenchEngine } from './engine.mjs';

const require = createRequire(import.meta.url);
/** New tokens, tokens before them; tokens that are scored, and how many at once. */
const [added, before, scored, window] = [64, 256, 1024, 512];

/** The model folder that an import of the file makes, in a temporary place. */
async function imported(file, parent) {
  const { importGguf } = require(join(ROOT, 'dist/src/engine/gguf/import-gguf.js'));
  const { writeTokenizer } = require(join(ROOT, 'dist/src/engine/gguf/tokenizer/write-tokenizer.js'));
  const folder = join(parent, 'smollm2');
  const started = performance.now();
  const token = { isCancellationRequested: false };
  await importGguf(file, folder, { token, report: () => undefined, writeTokenizer });
  return { folder, seconds: (performance.now() - started) / 1000 };
}

async function ownDecoding(model, prompt) {
  const engine = await new BenchEngine().start();
  const { defaultGeneration } = require(join(ROOT, 'dist/src/protocol/index.js'));
  await engine.load(model);
  const run = async (maxNewTokens) => {
    const told = [];
    const heard = engine.client.on('generated', ({ tokens }) => told.push([performance.now(), tokens.length]));
    const options = { ...defaultGeneration, maxNewTokens };
    const about = { model, precision: 'auto', provider: 'cpu', prompt, task: 'bench' };
    await engine.client.request('generate', { ...about, options });
    heard.dispose();
    const [first, last] = [told[0], told.at(-1)];
    return (1000 * (last[1] - first[1])) / (last[0] - first[0]);
  };
  await run(4); // warm
  const tokensPerSecond = await run(added);
  const [, peakMb] = engine.memory();
  engine.stop();
  return { tokensPerSecond, peakMb };
}

async function ownScoring(model, text) {
  const engine = await new BenchEngine().start();
  await engine.load(model);
  await engine.open('warm', text.slice(0, 200), model, { top: 5 });
  await engine.report('warm');
  const started = performance.now();
  await engine.open('text', text, model, { window, stride: window });
  const { figures } = await engine.report('text');
  const seconds = (performance.now() - started) / 1000;
  const [, peakMb] = engine.memory();
  engine.stop();
  return { tokensPerSecond: figures.tokens / seconds, perplexity: figures.perplexity, peakMb };
}

/** The first tokens of a text. */
async function beginning(model, text, tokens) {
  const engine = await new BenchEngine().start();
  const { ids, spans } = await engine.client.request('tokenize', { model, text });
  engine.stop();
  if (ids.length < tokens) throw new Error(`the text has ${ids.length} tokens only`);
  return text.slice(0, spans[2 * tokens - 1]);
}

/**
 * A model imported from GGUF beside node-llama-cpp on the same file and transformers.js on an ONNX export of the same
 * precision: alternating runs, each in a fresh process, two threads each.
 */
export async function gguf({ file, model, peers, installPeers, corpus, rounds, median, number, row }) {
  if (!existsSync(file))
    return row('SmolLM2 from GGUF', `skipped: no ${file} (name it by --gguf or LANGSCOPE_SMOLLM2_GGUF)`);
  if (!existsSync(model)) return row('SmolLM2 from GGUF', `skipped: no ${model}`);
  await installPeers();
  const parent = mkdtempSync(join(tmpdir(), 'langscope-bench-'));
  const peer = (script, arguments_, input) => {
    const env = { ...process.env, BENCH_PEERS: peers };
    const all = [join(ROOT, 'tools/bench', script), ...arguments_.map(String)];
    const out = execFileSync(process.execPath, all, { env, input, stdio: ['pipe', 'pipe', 'ignore'] });
    return JSON.parse(out.toString().trim().split('\n').at(-1));
  };
  try {
    const { folder, seconds } = await imported(file, parent);
    row('SmolLM2 Q4_1: import', `${number(seconds)} s`);
    const text = join(parent, 'text.txt');
    const prompt = await beginning(folder, corpus(4000), before);
    const scoring = await beginning(folder, corpus(12_000), scored);
    const runs = { decode: { own: [], llama: [], js: [] }, score: { own: [], llama: [], js: [] } };
    for (let round = 0; round < rounds; round++) {
      writeFileSync(text, prompt);
      runs.decode.own.push(await ownDecoding(folder, prompt));
      runs.decode.llama.push(peer('peer-llama.mjs', [file, 'decode', text, before, added]));
      runs.decode.js.push(peer('peer-generate.mjs', [model, added], prompt));
      writeFileSync(text, scoring);
      runs.score.own.push(await ownScoring(folder, scoring));
      // Slow enough that half a window tells how fast it is.
      runs.score.llama.push(peer('peer-llama.mjs', [file, 'score', text, window / 2, window / 2]));
      runs.score.js.push(peer('peer-transformers.mjs', [model, text, scored, window, 'logprob']));
    }
    const names = { own: 'Langscope', llama: 'node-llama-cpp', js: 'transformers.js (q4 export)' };
    const goals = { decode: { llama: 1, js: 2 }, score: { llama: 8, js: 1.5 } };
    const labels = {
      decode: `greedy after ${before} tokens`,
      score: 'scoring with the probability of every token',
    };
    for (const [work, { own, ...others }] of Object.entries(runs)) {
      const of = (list, key) => median(list.map((run) => run[key]));
      const figure = (list) => {
        const memory = list[0].peakMb === undefined ? '' : `, ${number(of(list, 'peakMb'))} MB at its peak`;
        const speeds = list.map(({ tokensPerSecond }) => number(tokensPerSecond)).join(', ');
        return `${number(of(list, 'tokensPerSecond'))} tokens/s (${speeds})${memory}`;
      };
      row(`${labels[work]}: ${names.own}`, figure(own));
      for (const [name, list] of Object.entries(others)) {
        const ratio = of(own, 'tokensPerSecond') / of(list, 'tokensPerSecond');
        const goal = goals[work][name];
        row(`... ${names[name]}`, `${figure(list)}: ${ratio.toFixed(2)} x`, `>= ${goal} x`, ratio >= goal);
      }
    }
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

// What node-llama-cpp (llama.cpp in Node, prebuilt for the CPU) does with a GGUF file, as its users ask it. Prints JSON.
//   node peer-llama.mjs FILE decode TEXT_FILE TOKENS NEW     greedy tokens per second behind the first TOKENS of a text
//   node peer-llama.mjs FILE score TEXT_FILE TOKENS WINDOW   probabilities of every token, by controlledEvaluate
//   node peer-llama.mjs FILE greedy PROMPTS_FILE NEW         what it writes behind each prompt of a JSON list
// BENCH_PEERS: the folder of its node_modules.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [file, work, input, ...sizes] = process.argv.slice(2);
const entry = join(process.env.BENCH_PEERS, 'node_modules/node-llama-cpp/dist/index.js');
const { getLlama } = await import(pathToFileURL(entry).href);
const threads = 2;
const options = { gpu: false, build: 'never', skipDownload: true, logLevel: 'error', maxThreads: threads };
const llama = await getLlama(options);
const model = await llama.loadModel({ modelPath: file });
const context = await model.createContext({ contextSize: 1024, batchSize: 512, threads });
const sequence = context.getSequence();
const peakMb = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;

/** The most probable tokens behind some, and milliseconds from the first to the last of them. */
async function greedy(tokens, count) {
  await sequence.clearHistory();
  const next = [];
  let first;
  for await (const token of sequence.evaluate(tokens, { temperature: 0, yieldEogToken: true })) {
    first ??= performance.now();
    next.push(token);
    if (next.length === count) break;
  }
  return { next, milliseconds: performance.now() - first };
}

async function decode([prompt, count]) {
  const tokens = model.tokenize(readFileSync(input, 'utf8')).slice(0, prompt);
  await greedy(tokens.slice(0, 16), 4); // warm
  const { next, milliseconds } = await greedy(tokens, count);
  return { tokensPerSecond: (1000 * (next.length - 1)) / milliseconds, text: model.detokenize(next), peakMb: peakMb() };
}

async function score([count, window]) {
  const tokens = model.tokenize(readFileSync(input, 'utf8')).slice(0, count);
  const started = performance.now();
  let [nll, scored] = [0, 0];
  for (let from = 0; from < tokens.length; from += window) {
    const part = tokens.slice(from, from + window);
    await sequence.clearHistory();
    const asked = part.map((token) => [token, { generateNext: { probabilities: true } }]);
    const results = await sequence.controlledEvaluate(asked);
    for (let at = 0; at + 1 < part.length; at++) {
      nll -= Math.log(results[at].next.probabilities.get(part[at + 1]));
      scored++;
    }
  }
  const seconds = (performance.now() - started) / 1000;
  return { tokensPerSecond: tokens.length / seconds, perplexity: Math.exp(nll / scored), peakMb: peakMb() };
}

async function write([count]) {
  const all = [];
  for (const prompt of JSON.parse(readFileSync(input, 'utf8'))) {
    const ids = model.tokenize(prompt);
    all.push({ prompt, ids: [...ids], next: (await greedy(ids, count)).next });
  }
  return all;
}

console.log(JSON.stringify(await { decode, score, greedy: write }[work](sizes.map(Number))));
process.exit(0);

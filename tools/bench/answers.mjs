import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.mjs';
import { BenchEngine } from './engine.mjs';

const { defaultReader } = createRequire(import.meta.url)(join(ROOT, 'dist/src/protocol/index.js'));

/** Milliseconds of a question, and the reading. */
async function ask(engine, text) {
  const started = performance.now();
  const request = {
    ...{ model: defaultReader, precision: 'auto', provider: 'cpu', task: 'bench' },
    ...{ text, markdown: true, question: 'What is perplexity?', answers: 5 },
  };
  const reading = await engine.client.request('ask', request);
  return { time: performance.now() - started, reading };
}

/** A question about a README of 3,000 words and a megabyte; the model is loaded within the first request. */
export async function answers({ corpus, rounds, median, number, row }) {
  const words = [...corpus(80_000).matchAll(/\S+/g)];
  const readme = corpus(80_000).slice(0, words[3000].index);
  const [times, small] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const engine = await new BenchEngine().start();
    times.push((await ask(engine, readme)).time);
    small.push(engine.memory()[1]);
    engine.stop();
  }
  const engine = await new BenchEngine().start();
  const { time, reading } = await ask(engine, corpus(1_000_000));
  const [, large] = engine.memory();
  engine.stop();
  row('a question about a README of 3,000 words', `${number(median(times) / 1000)} s`, '< 2 s', median(times) < 2000);
  row('engine memory meanwhile', `${number(median(small))} MB at its peak`);
  row(`the same about 1 MB in ${reading.windows} windows`, `${number(time / 1000)} s, ${number(large)} MB at its peak`);
}

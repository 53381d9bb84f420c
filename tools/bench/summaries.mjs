import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.mjs';
import { BenchEngine } from './engine.mjs';

const { defaultSummariser, sentencesOfLength } = createRequire(import.meta.url)(
  join(ROOT, 'dist/src/protocol/index.js'),
);

/** Milliseconds of a request, and what it answers. */
async function timed(work) {
  const started = performance.now();
  const value = await work();
  return [performance.now() - started, value];
}

const documentsOf = (text) => [{ name: 'README.md', text, markdown: true }];

/** A summary of medium length by the bundled model: milliseconds until its first words and until all of it is there. */
async function written(engine, text) {
  const started = performance.now();
  let first;
  const heard = engine.client.on('generated', ({ text: words }) => {
    if (words !== '') first ??= performance.now() - started;
  });
  const request = {
    ...{ model: defaultSummariser, precision: 'auto', provider: 'cpu', task: 'bench' },
    ...{ documents: documentsOf(text), sentences: sentencesOfLength.medium },
  };
  const summary = await engine.client.request('summarize', request);
  heard.dispose();
  return { first, whole: performance.now() - started, summary };
}

/** Summaries of a README of 3,000 words and of a megabyte; the model is loaded within the first request. */
export async function summaries({ corpus, rounds, median, number, row }) {
  const words = [...corpus(80_000).matchAll(/\S+/g)];
  const readme = corpus(80_000).slice(0, words[3000].index);
  const megabyte = corpus(1_000_000);
  const [ranked, first, whole, long, longRanked, small, large] = [[], [], [], [], [], [], []];
  for (let round = 0; round < rounds; round++) {
    const engine = await new BenchEngine().start();
    const extract = (text) => engine.client.request('extract', { documents: documentsOf(text), method: 'lexrank', sentences: 5 }); // prettier-ignore
    ranked.push((await timed(() => extract(readme)))[0]);
    const short = await written(engine, readme);
    first.push(short.first);
    whole.push(short.whole);
    small.push(engine.memory()[1]);
    engine.stop();
    const other = await new BenchEngine().start();
    const big = await written(other, megabyte);
    long.push(big.whole);
    large.push(other.memory()[1]);
    longRanked.push((await timed(() => other.client.request('extract', { documents: documentsOf(megabyte), method: 'lexrank', sentences: 5 })))[0]); // prettier-ignore
    other.stop();
  }
  const seconds = (values) => `${number(median(values) / 1000)} s`;
  row('a README of 3,000 words, its best sentences', `${number(median(ranked))} ms`, '< 300 ms', median(ranked) < 300);
  row('the same in the own words of the bundled summariser, first words', seconds(first), '< 1.5 s', median(first) < 1500); // prettier-ignore
  row('the whole summary', seconds(whole), '< 10 s', median(whole) < 10_000);
  row('of a document of a megabyte', seconds(long));
  row('its best sentences', seconds(longRanked));
  row('peak of the engine, 3,000 words and a megabyte', `${number(median(small))} and ${number(median(large))} MB`);
}

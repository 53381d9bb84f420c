import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.mjs';
import { BenchEngine } from './engine.mjs';

const { defaultTranslator } = createRequire(import.meta.url)(join(ROOT, 'dist/src/protocol/index.js'));

/** A paragraph in English, by the bundled translator: milliseconds until its first words and until all of it is there. */
async function translated(engine, text, beams) {
  const started = performance.now();
  let first;
  const heard = engine.client.on('generated', ({ text: words }) => {
    if (words !== '') first ??= performance.now() - started;
  });
  const request = {
    ...{ model: defaultTranslator, precision: 'auto', provider: 'cpu', task: 'bench' },
    ...{ text, markdown: false, to: 'fr', beams, lengthPenalty: 1 },
  };
  await engine.client.request('translate', request);
  heard.dispose();
  return { first, whole: performance.now() - started };
}

/** Translations of a paragraph of a hundred words, greedily and with five beams; the model is loaded within the first one. */
export async function translations({ corpus, rounds, median, number, row }) {
  const text = corpus(4000);
  const words = [...text.matchAll(/\S+/g)];
  const paragraph = text.slice(0, words[100].index).replace(/\s+/g, ' ').trim();
  const [first, greedy, beams] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    const engine = await new BenchEngine().start();
    first.push((await translated(engine, paragraph, 1)).first);
    greedy.push((await translated(engine, paragraph, 1)).whole);
    beams.push((await translated(engine, paragraph, 5)).whole);
    engine.stop();
  }
  const seconds = (values) => `${number(median(values) / 1000)} s`;
  row('a paragraph of 100 words in French, first words, the model loaded within', seconds(first), '-', true);
  row('the whole paragraph, greedily', seconds(greedy), '-', true);
  row('the same with five beams', seconds(beams), '-', true);
}

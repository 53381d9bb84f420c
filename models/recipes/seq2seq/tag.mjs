// Words of passages with their parts of speech (wink-nlp, MIT), for clozes.py.
//     node tag.mjs FOLDER < passages.jsonl > tagged.jsonl      FOLDER: where wink-nlp and wink-eng-lite-web-model are installed
// A line of the output: sentences, each a list of [start, end, part of speech, lemma], in characters of JavaScript.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const require = createRequire(join(resolve(process.argv[2]), 'package.json'));
const nlp = require('wink-nlp')(require('wink-eng-lite-web-model'), ['sbd', 'pos']);
const { its } = nlp;

for await (const line of createInterface({ input: process.stdin })) {
  let at = 0;
  const sentences = [];
  nlp.readDoc(JSON.parse(line)).sentences().each((sentence) => {
    const words = sentence.tokens();
    const [values, spaces, parts, lemmas] = [its.value, its.precedingSpaces, its.pos, its.lemma].map((what) => words.out(what));
    sentences.push(
      values.map((value, index) => {
        const start = at + spaces[index].length;
        at = start + value.length;
        return [start, at, parts[index], lemmas[index]];
      }),
    );
  });
  process.stdout.write(`${JSON.stringify(sentences)}\n`);
}

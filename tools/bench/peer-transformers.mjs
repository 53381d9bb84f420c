// Scores a text as a user of transformers.js has to: logits come to JavaScript and are reduced there.
// Prints one line of JSON: tokens per second, peak memory and perplexity.
//   node peer-transformers.mjs MODEL_FOLDER TEXT_FILE TOKENS WINDOW WORK     WORK: logprob | same
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, file, tokens, window, work] = process.argv.slice(2);
const require = createRequire(join(process.env.BENCH_PEERS, 'package.json'));
const { AutoModelForCausalLM, AutoTokenizer, Tensor, env } = await import(
  pathToFileURL(require.resolve('@huggingface/transformers')).href
);
env.allowRemoteModels = false;
env.localModelPath = dirname(folder);

const tokenizer = await AutoTokenizer.from_pretrained(basename(folder));
const model = await AutoModelForCausalLM.from_pretrained(basename(folder), { dtype: 'q4', device: 'cpu' });
const ids = tokenizer.encode(readFileSync(file, 'utf8'), { add_special_tokens: false }).slice(0, Number(tokens));

/** Log-probability of the label; with `same` also rank, entropy and the five best, as Langscope's head gives them. */
function reduce(logits, label, same) {
  let max = -Infinity;
  for (const value of logits) if (value > max) max = value;
  let sum = 0;
  let weighted = 0;
  let rank = 0;
  const target = logits[label];
  for (const value of logits) {
    const exp = Math.exp(value - max);
    sum += exp;
    if (same) {
      weighted += exp * value;
      if (value > target) rank++;
    }
  }
  const logZ = max + Math.log(sum);
  const best = same ? five(logits) : [];
  return { logprob: target - logZ, rank, entropy: logZ - weighted / sum, best };
}

function five(logits) {
  const best = [];
  for (let id = 0; id < logits.length; id++) {
    if (best.length === 5 && logits[id] <= logits[best[4]]) continue;
    let at = best.length;
    while (at > 0 && logits[best[at - 1]] < logits[id]) at--;
    best.splice(at, 0, id);
    if (best.length > 5) best.pop();
  }
  return best;
}

const run = async (from, to) => {
  const slice = ids.slice(from, to);
  const input = new Tensor('int64', BigInt64Array.from(slice, BigInt), [1, slice.length]);
  const mask = new Tensor('int64', new BigInt64Array(slice.length).fill(1n), [1, slice.length]);
  const { logits } = await model({ input_ids: input, attention_mask: mask });
  const width = logits.dims[2];
  let nll = 0;
  for (let i = 0; i + 1 < slice.length; i++) {
    nll -= reduce(logits.data.subarray(i * width, (i + 1) * width), slice[i + 1], work === 'same').logprob;
  }
  return { nll, scored: slice.length - 1 };
};

await run(0, 64); // warm
const started = performance.now();
let [nll, scored] = [0, 0];
for (let from = 0; from < ids.length; from += Number(window)) {
  const part = await run(from, Math.min(ids.length, from + Number(window)));
  nll += part.nll;
  scored += part.scored;
}
const seconds = (performance.now() - started) / 1000;
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
console.log(
  JSON.stringify({
    tokens: ids.length,
    tokensPerSecond: ids.length / seconds,
    peakMb: peak,
    perplexity: Math.exp(nll / scored),
  }),
);
process.exit(0);

// Goes on from standard input with transformers.js, greedily; prints tokens per second from the first new token on.
//   node peer-generate.mjs MODEL_FOLDER NEW_TOKENS < PROMPT
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, count] = process.argv.slice(2);
const require = createRequire(join(process.env.BENCH_PEERS, 'package.json'));
const { AutoModelForCausalLM, AutoTokenizer, BaseStreamer, env } = await import(
  pathToFileURL(require.resolve('@huggingface/transformers')).href
);
env.allowRemoteModels = false;
env.localModelPath = dirname(folder);

const tokenizer = await AutoTokenizer.from_pretrained(basename(folder));
const model = await AutoModelForCausalLM.from_pretrained(basename(folder), { dtype: 'q4', device: 'cpu' });
const inputs = await tokenizer(readFileSync(0, 'utf8'), { add_special_tokens: false });

/** When each token came; the first call brings the prompt. */
class Times extends BaseStreamer {
  at = [];
  put() {
    this.at.push(performance.now());
  }
  end() {}
}

const run = async (max_new_tokens) => {
  const streamer = new Times();
  await model.generate({ ...inputs, max_new_tokens, min_new_tokens: max_new_tokens, do_sample: false, streamer });
  return streamer.at.slice(1);
};
await run(4); // warm
const times = await run(Number(count));
console.log(JSON.stringify({ tokensPerSecond: (1000 * (times.length - 1)) / (times.at(-1) - times[0]) }));
process.exit(0);

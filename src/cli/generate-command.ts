import { formatCount, formatProvenance, type Generation, type GenerationOptions } from '../protocol';
import type { Invocation } from './command';
import { chosenModel, withEngine } from './engine-session';
import { generationOptions } from './generation-options';
import { UsageError } from './options';
import { showProgress } from './progress';
import { readText } from './read-text';
import { write } from './terminal';

/** `langscope generate`: goes on from a prompt, which is taken as it is; streams without --json. */
export async function runGenerate(invocation: Invocation): Promise<void> {
  const { values, surroundings, token } = invocation;
  const { precision = 'auto', provider = 'auto' } = values;
  const { stdout, stderr } = surroundings;
  const prompt = await promptArgument(invocation);
  const options = generationOptions(values);
  const generation = await withEngine(invocation, [], async (client): Promise<Generation> => {
    const model = await chosenModel(client, invocation);
    const endProgress = showProgress(client, surroundings);
    // Beams change their mind; what is drawn or taken greedily only grows.
    const streams = !values.json && options.beams === 1;
    const streaming = client.on('generated', ({ sequence, text }) => {
      if (!streams || sequence > 0) return;
      endProgress();
      stdout.write(text.slice(written));
      written = text.length;
    });
    let written = 0;
    try {
      const request = { model, precision, provider, prompt, options, task: 'generate' };
      const done = await client.request('generate', request, token);
      if (streams) await write(stdout, done.sequences[0]!.text.slice(written));
      return done;
    } finally {
      streaming.dispose();
      endProgress();
    }
  });
  if (generation.cut > 0) {
    await write(stderr, `langscope: the first ${formatCount(generation.cut)} tokens of the prompt did not fit.\n`);
  }
  await write(stdout, values.json ? asJson(generation) : plain(generation, options));
}

async function promptArgument({ values, positionals, surroundings, token }: Invocation): Promise<string> {
  const file = positionals[0];
  if (values.prompt !== undefined && file !== undefined) throw new UsageError('Give --prompt or a FILE, not both.');
  if (values.prompt !== undefined) return values.prompt;
  if (file === undefined)
    throw new UsageError('No prompt is given: give --prompt TEXT, a FILE, or - for standard input.');
  return readText(file, surroundings, token);
}

function asJson({ sequences }: Generation): string {
  const plainer = sequences.map(({ text, score, tokens }) => ({
    text,
    score,
    tokens: tokens.map(({ id, piece, logprob }) => ({ id, text: piece, logprob })),
  }));
  return `${JSON.stringify({ sequences: plainer })}\n`;
}

/** What was not streamed: other sequences with their scores, and how they came about. */
function plain({ sequences, provenance }: Generation, { beams }: GenerationOptions): string {
  const rest = beams === 1 ? sequences.slice(1) : sequences;
  const listed = rest.map(({ text, score }) => `--- score ${score.toFixed(3)}\n${text}\n`);
  return `${beams === 1 ? '\n' : ''}${listed.join('')}\n${formatProvenance(provenance)}\n`;
}

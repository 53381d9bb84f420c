import {
  formatCount,
  formatProbability,
  formatProvenance,
  type Answers,
  type ChatMessage,
  type ChatPrompt,
  type LeftOut,
  type QuotedDocument,
} from '../protocol';
import type { Invocation } from './command';
import { chosenModel, withEngine } from './engine-session';
import { generationOptions } from './generation-options';
import { UsageError } from './options';
import { showProgress } from './progress';
import { readText } from './read-text';
import { write } from './terminal';

/** `langscope chat`: asks an instruct model, about a text where a FILE is given; streams without --json. */
export async function runChat(invocation: Invocation): Promise<void> {
  const { values, positionals, surroundings, token } = invocation;
  const { precision = 'auto', provider = 'auto', question } = values;
  const { stdout, stderr } = surroundings;
  if (question === undefined) throw new UsageError('No question is given: give --question TEXT.');
  if (values.both && values.render) throw new UsageError('Give --both or --render, not both.');
  const messages: readonly ChatMessage[] = [
    ...(values.system === undefined ? [] : [{ role: 'system', content: values.system } as const]),
    { role: 'user', content: question },
  ];
  const file = positionals[0];
  const text = file === undefined ? undefined : await readText(file, surroundings, token);
  const document: QuotedDocument | undefined =
    text === undefined ? undefined : { name: file === '-' ? 'standard input' : file!, text };
  const options = generationOptions(values, 256);
  const print = await withEngine(invocation, [], async (client): Promise<string> => {
    const model = await chosenModel(client, invocation);
    const asked = { model, messages, ...(document && { document }) };
    if (values.render) {
      const prompt = await client.request('chat.render', { ...asked, maxNewTokens: options.maxNewTokens }, token);
      await warn(prompt);
      return values.json ? `${JSON.stringify(prompt)}\n` : `${prompt.rendered}\n`;
    }
    const endProgress = showProgress(client, surroundings);
    const request = { ...asked, precision, provider, options, task: 'chat' };
    let written = 0;
    const streams = !values.json && !values.both && options.beams === 1;
    const streaming = client.on('generated', ({ sequence, text: so }) => {
      if (!streams || sequence > 0) return;
      endProgress();
      stdout.write(so.slice(written));
      written = so.length;
    });
    try {
      if (values.both) {
        const candidates = values.answers?.split('|') ?? [];
        const answers = await client.request('answers', { ...request, candidates }, token);
        return values.json ? `${JSON.stringify(answers)}\n` : bothWays(answers);
      }
      const done = await client.request('chat', request, token);
      const { prompt, sequences, provenance } = done;
      await warn(prompt);
      if (values.json) return `${JSON.stringify(done)}\n`;
      const rest = streams ? sequences[0]!.text.slice(written) : sequences.map((one) => one.text).join('\n---\n');
      return `${rest}\n\n${formatProvenance(provenance)} · ${use(prompt)}\n`;
    } finally {
      streaming.dispose();
      endProgress();
    }
  });
  await write(stdout, print);

  async function warn({ leftOut }: ChatPrompt): Promise<void> {
    for (const one of leftOut) await write(stderr, `langscope: ${named(one)} did not fit and was left out.\n`);
  }
}

function named(one: LeftOut): string {
  if (one.kind === 'message') return `the message of the ${one.role} that begins "${one.beginning}"`;
  return `of ${one.name} what stands from character ${formatCount(one.start)} to ${formatCount(one.end)}`;
}

function use({ tokens, context }: ChatPrompt): string {
  return `prompt of ${formatCount(tokens)}${context === undefined ? '' : ` of ${formatCount(context)}`} tokens`;
}

/** Both ways one under the other, each answer with the model's own probability. */
function bothWays({ ways, provenance }: Answers): string {
  const titles = { direct: 'Asked directly', steps: 'Asked to think step by step' } as const;
  const parts = ways.map(({ way, reasoning, answer, probabilities }) => {
    const rows = probabilities.map(({ text, logprob, tokens }) => {
      const each = tokens === 0 ? '' : `, ${(logprob / tokens).toFixed(2)} nats a token`;
      return `  ${formatProbability(logprob)}  ${text} (${logprob.toFixed(2)} nats${each})`;
    });
    return [`--- ${titles[way]}`, ...(reasoning === '' ? [] : [reasoning, '']), `Answer: ${answer}`, ...rows].join(
      '\n',
    );
  });
  const label = "The probabilities are the model's own: that its answer begins so. They do not say what is right.";
  return `${parts.join('\n\n')}\n\n${label}\n${formatProvenance(provenance)}\n`;
}

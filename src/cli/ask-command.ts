import {
  defaultReader,
  formatCount,
  formatNumber,
  formatProbability,
  formatProvenance,
  type AskReading,
  type FoundAnswer,
} from '../protocol';
import type { Invocation } from './command';
import { chosenModel, withEngine } from './engine-session';
import { isMarkdown } from './markdown-names';
import { UsageError } from './options';
import { showProgress } from './progress';
import { readText } from './read-text';
import { write } from './terminal';

/** Answers that are looked for where --spans does not say. */
const usualAnswers = 3;

/** `langscope ask`: the stretches of a text that answer a question, or that there is none. */
export async function runAsk(invocation: Invocation): Promise<void> {
  const { values, positionals, surroundings, token } = invocation;
  const { precision = 'auto', provider = 'auto', question } = values;
  if (question === undefined) throw new UsageError('No question is given: give --question TEXT.');
  const file = positionals[0]!;
  const text = await readText(file, surroundings, token);
  const reading = await withEngine(invocation, [], async (client) => {
    const model = await chosenModel(client, invocation, defaultReader);
    const endProgress = showProgress(client, surroundings);
    try {
      const asked = { model, precision, provider, text, markdown: isMarkdown(file), question, task: 'ask' };
      return await client.request('ask', { ...asked, answers: values.spans ?? usualAnswers }, token);
    } finally {
      endProgress();
    }
  });
  const threshold = values.threshold ?? reading.threshold;
  const print = values.json ? `${JSON.stringify(asJson(reading, threshold))}\n` : plain(reading, threshold, text);
  if (reading.foreign) {
    const made = `English, which ${reading.provenance.model} was made for`;
    const name = file === '-' ? 'the text' : file;
    await write(surroundings.stderr, `langscope: ${name} seems to be in another language than ${made}.\n`);
  }
  await write(surroundings.stdout, print);
}

/** `text` is empty where the model finds that there is no answer; nothing is truncated, as the whole text is read. */
function asJson({ answers, none, tokens, windows, foreign, provenance }: AskReading, threshold: number): object {
  const given = answers.filter(({ gap }) => gap > threshold);
  const best = given[0];
  return {
    text: best?.text ?? '',
    answered: best !== undefined,
    probability: best?.probability ?? none,
    sources: best ? [{ start: best.start, end: best.end, weight: best.probability }] : [],
    answers: answers.map(({ start, end, text, probability, startProbability, endProbability, gap }) => ({
      ...{ start, end, text, probability, startProbability, endProbability, gap },
      given: gap > threshold,
    })),
    none,
    threshold,
    truncated: null,
    foreign: foreign === true,
    tokens,
    windows,
    ...provenance,
  };
}

function plain(reading: AskReading, threshold: number, text: string): string {
  const { answers, none, tokens, provenance } = reading;
  const given = answers.filter(({ gap }) => gap > threshold);
  const line = ({ start }: FoundAnswer): number => text.slice(0, start).split(/\r\n?|\n/).length;
  const told = (answer: FoundAnswer): string =>
    `${answer.text}\n  line ${formatCount(line(answer))} \u00b7 ${formatProbability(Math.log(answer.probability))} \u00b7 ` +
    `${formatNumber(answer.gap)} nats over no answer\n`;
  const withheld = answers[0] && given.length === 0 ? `\nThe likeliest place, withheld:\n${told(answers[0])}` : '';
  const answer =
    given.length > 0 ? given.map(told).join('\n') : `no answer (${formatProbability(Math.log(none))})\n${withheld}`;
  return `${answer}\n${formatProvenance(provenance)} \u00b7 ${formatCount(tokens)} tokens \u00b7 threshold ${formatNumber(threshold)} nats\n`;
}

import {
  defaultSummariser,
  extractiveMethods,
  sentencesOfLength,
  type ExtractiveMethod,
  type SummaryDocument,
} from '../protocol';
import type { Invocation } from './command';
import { chosenModel, withEngine } from './engine-session';
import { UsageError } from './options';
import { isMarkdown } from './markdown-names';
import { showProgress } from './progress';
import { readText } from './read-text';
import { extractedJson, extractedText, writtenJson, writtenNotes, writtenText } from './summary-report';
import { write } from './terminal';

/** Sentences that a summary has where neither --sentences nor --length says. */
const defaultSentences = 5;

/**
 * `langscope summarize FILE|-...`: the sentences that stand for one or several texts, or a summary in a model's own words,
 * and where each stands or comes from.
 */
export async function runSummarize(invocation: Invocation): Promise<void> {
  const { values, positionals, surroundings, token } = invocation;
  const { model, length, sentences, method = model === undefined ? extractiveMethods[0] : 'model' } = values;
  if (positionals.filter((file) => file === '-').length > 1) throw new UsageError('Standard input can be read once.');
  if (length !== undefined && sentences !== undefined) throw new UsageError('Give --length or --sentences, not both.');
  if (method !== 'model' && (model !== undefined || values.keep)) {
    throw new UsageError(`--method ${method} takes sentences of the text: leave out --model and --keep.`);
  }
  const documents: SummaryDocument[] = [];
  for (const file of positionals) {
    const text = await readText(file, surroundings, token);
    documents.push({ name: file, text, markdown: isMarkdown(file) });
  }
  const count = sentences ?? (length === undefined ? defaultSentences : sentencesOfLength[length]);
  await (method === 'model'
    ? writeOwnWords(invocation, documents, count)
    : extract(invocation, documents, method, count));
}

async function extract(
  invocation: Invocation,
  documents: readonly SummaryDocument[],
  method: ExtractiveMethod,
  sentences: number,
): Promise<void> {
  const { values, surroundings, token } = invocation;
  const summary = await withEngine(invocation, [], (client) =>
    client.request('extract', { documents, method, sentences }, token),
  );
  const shown = values.json ? `${JSON.stringify(extractedJson(summary, documents))}\n` : extractedText(summary);
  await write(surroundings.stdout, shown);
}

async function writeOwnWords(
  invocation: Invocation,
  documents: readonly SummaryDocument[],
  sentences: number,
): Promise<void> {
  const { values, surroundings, token } = invocation;
  const { precision = 'auto', provider = 'auto' } = values;
  const { stdout, stderr } = surroundings;
  let shown = 0;
  const summary = await withEngine(invocation, [], async (client) => {
    const model = await chosenModel(client, invocation, defaultSummariser);
    const endProgress = showProgress(client, surroundings);
    const streaming = client.on('summarized', ({ text }) => {
      if (values.json) return;
      endProgress();
      stdout.write(text.slice(shown));
      shown = text.length;
    });
    const keep = values.keep === true;
    try {
      const request = { model, precision, provider, documents, sentences, keep, task: 'summarize' };
      return await client.request('summarize', request, token);
    } finally {
      streaming.dispose();
      endProgress();
    }
  });
  if (!values.json) await write(stdout, `${summary.text.slice(shown)}\n\n`);
  for (const note of writtenNotes(summary, documents)) await write(stderr, `langscope: ${note}\n`);
  await write(
    stdout,
    values.json ? `${JSON.stringify(writtenJson(summary, documents))}\n` : `${writtenText(summary)}\n`,
  );
}

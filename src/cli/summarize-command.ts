import { extname } from 'node:path';
import { extractiveMethods, type ExtractiveSummary, type SummaryDocument } from '../protocol';
import type { Invocation } from './command';
import { withEngine } from './engine-session';
import { UsageError } from './options';
import { readText } from './read-text';
import { write } from './terminal';

/** Files whose headings, lists and code blocks are told apart; other texts are paragraphs between blank lines. */
const markdownNames = new Set(['.md', '.markdown', '.mdown', '.mkd', '.qmd', '.rmd']);

/** Sentences that a summary has where --sentences does not say. */
const defaultSentences = 5;

/** `langscope summarize FILE|-...`: the sentences that stand for one or several texts, and where each stands. */
export async function runSummarize(invocation: Invocation): Promise<void> {
  const { values, positionals, surroundings, token } = invocation;
  if (positionals.filter((file) => file === '-').length > 1) throw new UsageError('Standard input can be read once.');
  const documents: SummaryDocument[] = [];
  for (const file of positionals) {
    const text = await readText(file, surroundings, token);
    documents.push({ name: file, text, markdown: markdownNames.has(extname(file).toLowerCase()) });
  }
  const method = extractiveMethods.find((name) => name === values.method) ?? extractiveMethods[0];
  const { sentences = defaultSentences } = values;
  const summary = await withEngine(invocation, [], (client) =>
    client.request('extract', { documents, method, sentences }, token),
  );
  await write(surroundings.stdout, values.json ? `${JSON.stringify(asJson(summary, documents))}\n` : plain(summary));
}

/** `sources`: of all sentences in their order; nothing is truncated, as every sentence of the texts was ranked. */
function asJson(summary: ExtractiveSummary, documents: readonly SummaryDocument[]): object {
  const named = summary.sentences.map(({ text, sources }) => ({
    text,
    sources: sources.map(({ document, ...source }) => ({ file: documents[document]!.name, ...source })),
  }));
  return {
    text: named.map(({ text }) => text).join(' '),
    sentences: named,
    sources: named.flatMap(({ sources }) => sources),
    among: summary.among,
    truncated: null,
  };
}

function plain({ sentences, among }: ExtractiveSummary): string {
  return `${sentences.map(({ text }) => text).join('\n')}\n\n${sentences.length} of ${among} sentences\n`;
}

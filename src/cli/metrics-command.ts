import { rougeNames, type Metrics } from '../protocol';
import type { Invocation } from './command';
import { withEngine } from './engine-session';
import { UsageError } from './options';
import { readText } from './read-text';
import { write } from './terminal';

/** `langscope metrics --candidate FILE --reference FILE`: one of them may be standard input. */
export async function runMetrics(invocation: Invocation): Promise<void> {
  const { values, surroundings, token } = invocation;
  const { candidate, reference } = values;
  if (candidate === undefined || reference === undefined) {
    throw new UsageError('--candidate FILE and --reference FILE are needed.');
  }
  if (candidate === '-' && reference === '-') throw new UsageError('Only one of the two can be standard input.');
  const request = {
    candidate: await readText(candidate, surroundings, token),
    reference: await readText(reference, surroundings, token),
  };
  const { metrics } = await withEngine(invocation, [], (client) => client.request('metrics', request, token));
  await write(surroundings.stdout, values.json ? `${JSON.stringify(metrics)}\n` : table(metrics));
}

const titles: Readonly<Record<keyof Metrics['rouge'], string>> = {
  rouge1: 'ROUGE-1',
  rouge2: 'ROUGE-2',
  rougeL: 'ROUGE-L',
  rougeLsum: 'ROUGE-Lsum',
};

function table({ rouge, sentenceBleu, chrf }: Metrics): string {
  const cells = (title: string, values: readonly string[]): string =>
    `${title.padEnd(12)}${values.map((value) => value.padStart(10)).join('')}\n`;
  const rows = rougeNames.map((name) => {
    const { precision, recall, f1 } = rouge[name];
    return cells(
      titles[name],
      [precision, recall, f1].map((share) => share.toFixed(4)),
    );
  });
  const rest = [cells('BLEU', [sentenceBleu.toFixed(2)]), cells('chrF2', [chrf.toFixed(2)])];
  return [cells('', ['precision', 'recall', 'F1']), ...rows, ...rest].join('');
}

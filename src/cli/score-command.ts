import { pathToFileURL } from 'node:url';
import type { ScoreOptions } from '../protocol';
import type { Invocation } from './command';
import { chosenModel, withEngine } from './engine-session';
import { UsageError } from './options';
import { showProgress } from './progress';
import { readText } from './read-text';
import { scoreJson } from './score-json';
import { scoreReport } from './score-report';
import { colourDepth, writeAll } from './terminal';

/** Alternatives per token where --top does not say. */
const defaultTop = 5;

/** `langscope score FILE|-`: opens the text as an editor does and waits until it is scored. */
export async function runScore(invocation: Invocation): Promise<void> {
  const { values, positionals, surroundings, token } = invocation;
  const { window, stride, precision = 'auto', provider = 'auto', top = defaultTop } = values;
  if (window !== undefined && stride !== undefined && stride > window) {
    throw new UsageError(`--stride ${stride} is larger than --window ${window}: tokens between would not be read.`);
  }
  const options: ScoreOptions = {
    precision,
    provider,
    top,
    ...(window !== undefined && { window }),
    ...(stride !== undefined && { stride }),
  };
  const file = positionals[0]!;
  const text = await readText(file, surroundings, token);
  const report = await withEngine(invocation, [], async (client) => {
    const model = await chosenModel(client, invocation);
    const endProgress = showProgress(client, surroundings);
    try {
      const document = { uri: file === '-' ? 'stdin:' : pathToFileURL(file).href, version: 1 };
      await client.request('open', { ...document, text, model, options }, token);
      return await client.request('report', document, token);
    } finally {
      endProgress();
    }
  });
  const parts = values.json
    ? scoreJson(text, report)
    : scoreReport(text, report, colourDepth(surroundings), surroundings.env);
  await writeAll(surroundings.stdout, parts);
}

import type { LensReading } from '../protocol';
import type { Invocation } from './command';
import { chosenModel, withEngine } from './engine-session';
import { lensJson } from './lens-json';
import { lensReport } from './lens-report';
import { UsageError } from './options';
import { showProgress } from './progress';
import { colourDepth, isTerminal, writeAll } from './terminal';
import { focusArgument, textArgument } from './text-argument';

/** Best guesses of each layer where --top does not say. */
const defaultTop = 5;

/** Columns where the output is no terminal. */
const usualWidth = 100;

/** `langscope lens`: what each layer would have predicted for the tokens of a stretch. */
export async function runLens(invocation: Invocation): Promise<void> {
  const { values, surroundings, token } = invocation;
  const { precision = 'auto', provider = 'auto', top = defaultTop } = values;
  if (top < 1) throw new UsageError('--top must be at least 1: the best guess of each layer is what is shown.');
  const text = await textArgument(invocation);
  const focus = focusArgument(invocation, text);
  const reading = await withEngine(invocation, [], async (client): Promise<LensReading> => {
    const model = await chosenModel(client, invocation);
    const endProgress = showProgress(client, surroundings);
    try {
      return await client.request('lens', { model, precision, provider, text, focus, top, task: 'lens' }, token);
    } finally {
      endProgress();
    }
  });
  const { stdout } = surroundings;
  const width = isTerminal(stdout) && 'columns' in stdout ? Number(stdout.columns) : usualWidth;
  const parts = values.json
    ? lensJson(text, reading)
    : lensReport(reading, focus, width, colourDepth(surroundings) === 'none' ? undefined : surroundings.env);
  await writeAll(stdout, parts);
}

import type { EngineClient } from '../client/engine-client';
import { defaultRecurrentModel, gateSeries } from '../protocol';
import { cellList } from './cell-list';
import type { Invocation } from './command';
import { chosenModel, withEngine } from './engine-session';
import { gatesJson } from './gates-json';
import { gatesReport } from './gates-report';
import type { GatesTable } from './gates-table';
import { UsageError } from './options';
import { showProgress } from './progress';
import { colourDepth, writeAll } from './terminal';
import { focusArgument, textArgument } from './text-argument';

/** Cells in a terminal where --cells does not say; they fit into 80 columns. */
const cellsShown = 12;

/** `langscope gates`: gates and states of a recurrent model at each token of a stretch. */
export async function runGates(invocation: Invocation): Promise<void> {
  const { values, surroundings } = invocation;
  const cells = values.cells === undefined ? undefined : cellList(values.cells);
  const text = await textArgument(invocation);
  const table = await withEngine(invocation, [], async (client) => {
    const endProgress = showProgress(client, surroundings);
    try {
      return await ask(client, invocation, text, cells);
    } finally {
      endProgress();
    }
  });
  const parts = values.json ? gatesJson(table) : gatesReport(table, colourDepth(surroundings), surroundings.env);
  await writeAll(surroundings.stdout, parts);
}

async function ask(
  client: EngineClient,
  invocation: Invocation,
  text: string,
  chosen: readonly number[] | undefined,
): Promise<GatesTable> {
  const { values, token } = invocation;
  const { precision = 'auto', provider = 'auto', layer = 0, series = 'hidden', order = 'index' } = values;
  const focus = focusArgument(invocation, text);
  const model = await chosenModel(client, invocation, defaultRecurrentModel);
  const reading = await client.request('gates', { model, precision, provider, text, focus, task: 'gates' }, token);
  const { layers, tokens } = reading;
  const of = layers[layer];
  if (of === undefined) {
    throw new UsageError(`--layer ${layer} is too high: the model has layers 0 to ${layers.length - 1}.`);
  }
  if (!(gateSeries[of.cell] as readonly string[]).includes(series)) {
    throw new UsageError(`--series ${series} is not in ${of.name}, which has ${gateSeries[of.cell].join(', ')}.`);
  }
  const wrong = chosen?.find((cell) => cell >= of.cells);
  if (wrong !== undefined)
    throw new UsageError(`--cells ${wrong} is too high: ${of.name} has cells 0 to ${of.cells - 1}.`);
  const place = { reading: reading.reading, layer, series };
  const ordered = await client.request('gatesOrder', { ...place, by: order }, token);
  const wanted = new Set(chosen);
  const all = [...ordered.cells.keys()].filter((at) => chosen === undefined || wanted.has(ordered.cells[at]!));
  const shown = chosen === undefined && !values.json ? all.slice(0, cellsShown) : all;
  // Without an order the cells stand as --cells names them.
  const kept =
    order === 'index' && chosen ? chosen.map((cell) => shown.find((at) => ordered.cells[at] === cell)!) : shown;
  const cells = Int32Array.from(kept, (at) => ordered.cells[at]!);
  const touched = [...tokens.ids.keys()].filter((i) =>
    focus.start === 0
      ? true
      : tokens.spans[2 * i]! < Math.max(focus.end, focus.start + 1) && tokens.spans[2 * i + 1]! > focus.start,
  );
  const from = touched[0] ?? tokens.ids.length - 1;
  const to = tokens.ids.length;
  const asked = await client.request('gatesValues', { ...place, from, to, cells }, token);
  const scores = Float32Array.from(kept, (at) => ordered.scores[at]!);
  return { text, reading, layer, series, order, cells, scores, from, to, values: asked };
}

import type { EngineClient } from '../client/engine-client';
import { fail, type AttentionReading, type AttentionSource, type AttentionStack } from '../protocol';
import { attentionJson } from './attention-json';
import type { AttentionPrint } from './attention-print';
import { attentionReport, columnsFor, type HeatTable } from './attention-report';
import type { Invocation } from './command';
import { chosenModel, withEngine } from './engine-session';
import { UsageError, type Values } from './options';
import { showProgress } from './progress';
import { colourDepth, isTerminal, writeAll } from './terminal';
import { textArgument } from './text-argument';

/** Columns where the output is no terminal. */
const usualWidth = 100;
/** Rows that are fetched at once. */
const rowsAtOnce = 256;

/** `langscope attention`: the weights of one head (or a mean, or rollout) for a text. */
export async function runAttention(invocation: Invocation): Promise<void> {
  const { values, surroundings, token } = invocation;
  const { precision = 'auto', provider = 'auto', target } = values;
  checkTogether(values);
  const text = await textArgument(invocation);
  const { stdout } = surroundings;
  await withEngine(invocation, [], async (client) => {
    const model = await chosenModel(client, invocation);
    const endProgress = showProgress(client, surroundings);
    const task = 'attention';
    const focus = { start: 0, end: 0 };
    const more = target === undefined ? {} : { target };
    let print: AttentionPrint;
    try {
      const request = { model, precision, provider, text, focus, task, ...more };
      const reading = await client.request('attention', request, token);
      const stack = chosenStack(reading, values.stack);
      const source = sourceOf(values, stack);
      const unit = values.words ? 'word' : 'token';
      const map = {
        stack: reading.stacks.indexOf(stack),
        source,
        unit,
        maskStart: values['mask-start'] ?? false,
      } as const;
      print = { text, target, reading, stack, map };
      await client.request('attentionMap', { reading: reading.reading, map, task }, token);
    } finally {
      endProgress();
    }
    if (values.json) {
      await writeAll(stdout, attentionJson(print, await wholeMap(client, print, invocation)));
      return;
    }
    const width = isTerminal(stdout) && 'columns' in stdout ? Number(stdout.columns) : usualWidth;
    const table = await heatTable(client, print, width, invocation);
    await writeAll(stdout, attentionReport(print, table, colourDepth(surroundings), surroundings.env));
  });
}

function checkTogether({ mean, rollout, head, layer }: Values): void {
  if (mean !== undefined && rollout) throw new UsageError('Give --mean or --rollout, not both.');
  if (rollout && head !== undefined) throw new UsageError('--rollout is over all heads: leave --head out.');
  if ((mean === 'heads' || mean === 'all') && head !== undefined) {
    throw new UsageError(`--mean ${mean} is over all heads: leave --head out.`);
  }
  if ((mean === 'layers' || mean === 'all') && layer !== undefined) {
    throw new UsageError(`--mean ${mean} is over all layers: leave --layer out.`);
  }
}

/** The stack that --stack names; without it attention to the other text where there is one. */
function chosenStack({ stacks }: AttentionReading, name: string | undefined): AttentionStack {
  const found =
    name === undefined
      ? (stacks.find((stack) => stack.name === 'cross') ?? stacks[0])
      : stacks.find((stack) => stack.name === name);
  if (found) return found;
  const there = stacks.map((stack) => stack.name).join(', ');
  throw fail('bad-request', `This model has no ${name ?? ''} attention. Choose --stack from: ${there}.`);
}

/** What the options name; rollout goes through all layers where none is named. */
function sourceOf(values: Values, { layers }: AttentionStack): AttentionSource {
  const { mean, rollout, layer = 0, head = 0 } = values;
  if (rollout) return { kind: 'rollout', layer: values.layer ?? layers - 1 };
  if (mean === 'heads') return { kind: 'mean', layer };
  if (mean === 'layers') return { kind: 'mean', head };
  return mean === 'all' ? { kind: 'mean' } : { kind: 'head', layer, head };
}

/** All rows of the map, as arrays of numbers. */
async function wholeMap(
  client: EngineClient,
  { reading: { reading }, map }: AttentionPrint,
  { token }: Invocation,
): Promise<Float32Array[]> {
  const { rows, columns } = await client.request('attentionMap', { reading, map }, token);
  const found: Float32Array[] = [];
  for (let row = 0; row < rows; row += rowsAtOnce) {
    const rectangle = { scale: 1, row, column: 0, rows: rowsAtOnce, columns };
    const tile = await client.request('attentionTile', { reading, map, ...rectangle }, token);
    for (let at = 0; at < tile.rows; at++) found.push(tile.weights.subarray(at * columns, (at + 1) * columns));
  }
  return found;
}

/** The map in blocks that are large enough to fit the width. */
async function heatTable(
  client: EngineClient,
  { reading: { reading }, map }: AttentionPrint,
  width: number,
  { token }: Invocation,
): Promise<HeatTable> {
  const { rows, columns } = await client.request('attentionMap', { reading, map }, token);
  let scale = 1;
  while (Math.ceil(columns / scale) > columnsFor(width)) scale *= 2;
  const tile = await client.request('attentionTile', { reading, map, scale, row: 0, column: 0, rows, columns }, token);
  return { ...tile, scale };
}

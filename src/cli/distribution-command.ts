import { fail, formatPercent, type RequestOf } from '../protocol';
import type { Invocation } from './command';
import { withEngine } from './engine-session';
import { UsageError } from './options';
import { readText } from './read-text';
import { write, writeAll } from './terminal';

/** Tokens that the plain output names. */
const most = 20;

/** `langscope distribution --logits FILE|-`: what samplers leave of one vector of logits; no model is needed. */
export async function runDistribution(invocation: Invocation): Promise<void> {
  const { values, surroundings, token } = invocation;
  if (values.logits === undefined) throw new UsageError('--logits FILE is needed.');
  const request = readRequest(values.logits, await readText(values.logits, surroundings, token));
  const { probabilities } = await withEngine(invocation, [], (client) =>
    client.request('distribution', request, token),
  );
  if (values.json) {
    await write(surroundings.stdout, `${JSON.stringify({ probabilities: Array.from(probabilities) })}\n`);
    return;
  }
  const left = Array.from(probabilities.keys()).filter((id) => probabilities[id]! > 0);
  const best = left.sort((a, b) => probabilities[b]! - probabilities[a]!).slice(0, most);
  const lines = best.map((id) => `${String(id).padStart(8)}  ${formatPercent(probabilities[id])}\n`);
  await writeAll(surroundings.stdout, [...lines, `${left.length} of ${probabilities.length} tokens are left\n`]);
}

/** `{"logits": [...], "previousIds": [...], "options": {...}}`; the engine says what is wrong with an option. */
function readRequest(file: string, text: string): RequestOf<'distribution'> {
  const wrong = (what: string): Error =>
    fail(
      'bad-request',
      `${file} must be JSON with {"logits": [...], "previousIds": [...], "options": {...}}: ${what}.`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  if (typeof value !== 'object' || value === null) throw wrong('it is no object');
  const { logits, previousIds = [], options = {} } = value as Readonly<Record<string, unknown>>;
  if (!isNumbers(logits) || logits.length === 0) throw wrong('"logits" is no list of numbers');
  if (!isNumbers(previousIds) || !previousIds.every(Number.isSafeInteger))
    throw wrong('"previousIds" is no list of ids');
  if (typeof options !== 'object' || options === null) throw wrong('"options" is no object');
  return { logits: Float32Array.from(logits), previousIds: Int32Array.from(previousIds), options };
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

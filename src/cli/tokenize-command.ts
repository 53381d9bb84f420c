import { formatCount, formatModel, formatVisible, type ResponseOf } from '../protocol';
import type { Invocation } from './command';
import { chosenModel, withEngine } from './engine-session';
import { Paint } from './paint';
import { readText } from './read-text';
import { colourDepth, write, writeAll } from './terminal';

type Tokens = ResponseOf<'tokenize'>;

/** Tokens per piece of output. */
const tokensAtOnce = 5000;

/** `langscope tokenize FILE|-`: ids and UTF-16 places of the tokens; no special token is added. */
export async function runTokenize(invocation: Invocation): Promise<void> {
  const { values, positionals, surroundings, token } = invocation;
  const text = await readText(positionals[0]!, surroundings, token);
  const [model, tokens] = await withEngine(invocation, [], async (client) => {
    const chosen = await chosenModel(client, invocation);
    return [chosen, await client.request('tokenize', { model: chosen, text }, token)] as const;
  });
  const depth = colourDepth(surroundings);
  const paint = depth === 'none' ? undefined : new Paint(depth, surroundings.env);
  const parts = values.json ? asJson(text, tokens) : paint ? coloured(text, tokens, paint) : lines(text, tokens);
  await writeAll(surroundings.stdout, parts);
  if (!values.json)
    await write(surroundings.stdout, `\n${formatCount(tokens.ids.length)} tokens · ${formatModel(model)}\n`);
}

function* asJson(text: string, { ids, spans }: Tokens): Generator<string> {
  yield '{"tokens":[';
  for (let from = 0; from < ids.length; from += tokensAtOnce) {
    const rows = Array.from(ids.subarray(from, from + tokensAtOnce), (id, at) => {
      const [start, end] = [spans[2 * (from + at)]!, spans[2 * (from + at) + 1]!];
      return JSON.stringify({ id, text: text.slice(start, end), start, end });
    });
    yield `${from === 0 ? '' : ','}\n${rows.join(',\n')}`;
  }
  yield '\n]}\n';
}

/** The text with neighbouring tokens in two fills; tokens that share a character are one. */
function* coloured(text: string, { ids, spans }: Tokens, paint: Paint): Generator<string> {
  let shown = 0;
  let even = true;
  for (let i = 0; i < ids.length; i++) {
    const [start, end] = [spans[2 * i]!, spans[2 * i + 1]!];
    if (end <= shown) continue;
    if (start > shown) yield paint.text(text.slice(shown, start), { kind: 'step', step: 0 });
    yield paint.text(text.slice(Math.max(start, shown), end), { kind: 'step', step: even ? 2 : 4 });
    shown = end;
    even = !even;
  }
  yield paint.text(text.slice(shown), { kind: 'step', step: 0 });
}

function* lines(text: string, { ids, spans }: Tokens): Generator<string> {
  for (let i = 0; i < ids.length; i++) {
    const [start, end] = [spans[2 * i]!, spans[2 * i + 1]!];
    yield `${String(ids[i]).padStart(8)}  ${`${start}-${end}`.padEnd(15)}  ${formatVisible(text.slice(start, end))}\n`;
  }
}

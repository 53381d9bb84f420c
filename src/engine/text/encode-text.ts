import type { CancellationToken } from 'vscode-jsonrpc';
import type { Tokenizer as Binding } from 'tokenizers';
import { setImmediate as turn } from 'node:timers/promises';
import { fail, type Span } from '../../protocol';
import { firstCut, lastCut, type CutRule } from './cut-rule';
import { codePointStarts, wellFormed } from './code-points';
import type { Tokenization } from './tokenizer';

/** Code units encoded at once where the tokenizer allows cuts: about 15 ms on the library's thread. */
const chunkLength = 32_768;
/** Chunks under way at once; the library has threads of its own. */
const ahead = 3;
/** Tokens converted before the event loop gets its turn: about 10 ms. */
const tokensAtOnce = 16_384;

const nothing: Tokenization = { ids: new Int32Array(0), spans: new Int32Array(0), unknown: new Uint8Array(0) };

/** What encoding needs of a tokenizer. */
export interface Encoder {
  readonly binding: Binding;
  readonly rule: CutRule | undefined;
  readonly unknownId: number | undefined;
}

/**
 * Tokens of text[start, end), spans counted in `text`. Long stretches are encoded in chunks between safe cuts, so
 * that cancellation is seen and memory stays bounded; without a rule the stretch is encoded whole.
 */
export async function encodeSpan(
  encoder: Encoder,
  text: string,
  { start, end }: Span,
  token: CancellationToken,
): Promise<Tokenization> {
  const done: Tokenization[] = [];
  const running: Promise<Tokenization>[] = [];
  try {
    for (let from = start; from < end || running.length > 0;) {
      if (token.isCancellationRequested) throw fail('cancelled', 'Tokenising was cancelled.');
      if (from < end && running.length < ahead) {
        const to = chunkEnd(text, from, end, encoder.rule);
        const chunk = encodeChunk(encoder, text.slice(from, to), from, token);
        // It may fail while an earlier one is awaited; it is awaited itself below.
        chunk.catch(() => undefined);
        running.push(chunk);
        from = to;
      } else {
        done.push((await running.shift()) ?? nothing);
      }
    }
  } finally {
    await Promise.allSettled(running);
  }
  return joined(done);
}

function chunkEnd(text: string, from: number, end: number, rule: CutRule | undefined): number {
  const target = from + chunkLength;
  if (rule === undefined || target >= end) return end;
  return lastCut(text, from, target + 1, rule) ?? firstCut(text, target, end, rule) ?? end;
}

/** Encodes one chunk that begins at `base` in the text. The library counts offsets in code points. */
async function encodeChunk(
  { binding, unknownId }: Encoder,
  chunk: string,
  base: number,
  token: CancellationToken,
): Promise<Tokenization> {
  const encoding = await binding.encode(wellFormed(chunk), null, { addSpecialTokens: false });
  const ids = Int32Array.from(encoding.getIds());
  const starts = codePointStarts(chunk);
  const spans = new Int32Array(2 * ids.length);
  const unknown = new Uint8Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    if (i % tokensAtOnce === tokensAtOnce - 1) {
      await turn();
      if (token.isCancellationRequested) throw fail('cancelled', 'Tokenising was cancelled.');
    }
    // Without special tokens every token comes from the text and has its characters.
    const [start, end] = encoding.tokenToChars(i) ?? [0, 0];
    spans[2 * i] = base + (starts ? starts[start]! : start);
    spans[2 * i + 1] = base + (starts ? starts[end]! : end);
    if (ids[i] === unknownId) unknown[i] = 1;
  }
  return { ids, spans, unknown };
}

/** Tokenizations of consecutive stretches as one. */
export function joined(parts: readonly Tokenization[]): Tokenization {
  if (parts.length === 1) return parts[0]!;
  const length = parts.reduce((sum, { ids }) => sum + ids.length, 0);
  const whole = { ids: new Int32Array(length), spans: new Int32Array(2 * length), unknown: new Uint8Array(length) };
  let at = 0;
  for (const { ids, spans, unknown } of parts) {
    whole.ids.set(ids, at);
    whole.spans.set(spans, 2 * at);
    whole.unknown.set(unknown, at);
    at += ids.length;
  }
  return whole;
}

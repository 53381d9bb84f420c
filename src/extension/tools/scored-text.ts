import {
  type Figures,
  type LoadOptions,
  type Profile,
  type Provenance,
  formatNumber,
  formatProvenance,
} from '../../protocol';
import type { Cancellation, EngineLink } from '../engine-link';

/** A text that was scored for a tool. */
export interface ScoredText {
  readonly figures: Figures;
  readonly provenance: Provenance;
  readonly surprising: Profile['surprising'];
}

let texts = 0;

/** Scores a text that no editor shows, and forgets it again; `surprising`: how many spans. */
export async function scoredText(
  engine: Pick<EngineLink, 'request' | 'notify'>,
  {
    text,
    model,
    load,
    surprising,
  }: { readonly text: string; readonly model: string; readonly load: LoadOptions; readonly surprising: number },
  token: Cancellation,
): Promise<ScoredText> {
  const document = { uri: `langscope-tool:/${++texts}`, version: 1 };
  await engine.request('open', { ...document, text, model, options: { ...load, top: 0 } }, token);
  try {
    const { figures, provenance } = await engine.request('report', document, token);
    const { surprising: spans } = await engine.request('profile', { ...document, surprising }, token);
    return { figures, provenance, surprising: spans };
  } finally {
    engine.notify('close', { uri: document.uri });
  }
}

/** The figures as tools give them: numbers alone, null where there is none. */
export function figuresJson({ figures }: ScoredText) {
  const { tokens, scored, nll, perplexity = null, utf8Bytes, bitsPerByte = null, unknown } = figures;
  return { tokens, scored, nll, perplexity, utf8Bytes, bitsPerByte, unknown };
}

/** The figures as a sentence. */
export function figuresSentence({ figures }: ScoredText): string {
  const { perplexity, bitsPerByte, scored, tokens, utf8Bytes } = figures;
  return `perplexity ${formatNumber(perplexity)} per token, ${formatNumber(bitsPerByte)} bits per UTF-8 byte (${scored} of ${tokens} tokens scored, ${utf8Bytes} bytes)`;
}

/** How the figures came about, and what they are not. */
export function provenanceSentence({ provenance, figures }: ScoredText): string {
  return `${formatProvenance(provenance, figures)}. Low values say what this model expects; they do not tell who or what wrote the text.`;
}

import type { DocumentContent } from '../../protocol';
import { formatNumber } from '../../protocol/format';

/**
 * Decides what a screen reader says of each new content: the first result of a document and model, and failures.
 * Progress is not said, nor are the figures that settle again and again while a person writes.
 */
export class ResultAnnouncer {
  /** What was said last, and about what. */
  private said = '';

  public announce(content: DocumentContent): string | undefined {
    const result = resultOf(content);
    if (result === undefined || result.about === this.said) return undefined;
    this.said = result.about;
    return result.sentence;
  }
}

function resultOf(content: DocumentContent): { readonly about: string; readonly sentence: string } | undefined {
  if (content.kind === 'failed' || content.kind === 'unsupported') {
    return { about: `${content.kind} ${content.title} ${content.message}`, sentence: content.message };
  }
  if (content.kind !== 'profile') return undefined;
  const { title, profile } = content;
  const { state, figures, provenance } = profile;
  if (state.kind === 'failed') return { about: `failed ${title} ${state.message}`, sentence: state.message };
  if (state.kind !== 'done' || figures.perplexity === undefined) return undefined;
  const bits = figures.bitsPerByte === undefined ? '' : `, ${formatNumber(figures.bitsPerByte)} bits per byte`;
  return {
    about: `done ${title} ${provenance.model}`,
    sentence: `${title} is scored: perplexity ${formatNumber(figures.perplexity)}${bits}.`,
  };
}

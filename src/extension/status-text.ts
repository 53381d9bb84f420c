import { type Figures, type ScoreState, formatCount, formatModel, formatNumber } from '../protocol';
import type { Translate } from './translate';

/** What the status bar is to say. */
export type StatusSubject =
  | { readonly kind: 'none' }
  | { readonly kind: 'unscored' }
  | { readonly kind: 'refused'; readonly message: string }
  | {
      readonly kind: 'scored';
      readonly model: string;
      readonly state: ScoreState;
      readonly figures: Figures | undefined;
      /** Figures of the selected text; undefined: nothing is selected. */
      readonly selection: Figures | undefined;
    };

export interface StatusText {
  /** With codicons. */
  readonly text: string;
  /** For screen readers: no codicons. */
  readonly spoken: string;
  readonly warning: boolean;
}

/** The text of the status-bar item. It contains 'ppl' once the document, or the selection, has a perplexity. */
export function statusText(subject: StatusSubject, t: Translate): StatusText {
  switch (subject.kind) {
    case 'none':
    case 'unscored':
      return plain('$(pulse)', t('Langscope'));
    case 'refused':
      return plain('$(circle-slash)', t('Langscope: not scored'));
    case 'scored':
      return scoredText(subject, t);
  }
}

function scoredText(subject: StatusSubject & { kind: 'scored' }, t: Translate): StatusText {
  const { state, figures, selection } = subject;
  const model = formatModel(subject.model);
  switch (state.kind) {
    case 'failed':
      return { ...plain('$(warning)', t('{0}: scoring failed', model)), warning: true };
    case 'waiting':
      return plain('$(loading~spin)', t('{0}: loading', model));
    case 'scoring':
      return plain('$(loading~spin)', t('{0}: scoring {1} %', model, percentDone(state.done, state.total)));
    case 'live':
    case 'done': {
      const shown = selection ?? figures;
      const parts = [
        selection ? t('selection') : model,
        shown?.tokens === 1 ? t('1 token') : t('{0} tokens', formatCount(shown?.tokens ?? 0)),
        ...(shown?.perplexity === undefined ? [] : [t('ppl {0}', formatNumber(shown.perplexity))]),
        ...(state.kind === 'live' ? [t('live')] : []),
      ];
      return plain('$(pulse)', parts.join(' \u00b7 '));
    }
  }
}

/** Whole percent, 100 only when everything is done. */
export function percentDone(done: number, total: number): number {
  return total === 0 ? 0 : Math.floor((100 * done) / total);
}

function plain(icon: string, text: string): StatusText {
  return { text: `${icon} ${text}`, spoken: text, warning: false };
}

import { fail, type Provenance, type ScoreOptions } from '../../protocol';
import type { LanguageModel } from '../families/language-model';
import type { WindowShape } from './window-plan';

/** The window and stride asked for, or min(1024, what the model was made for) and half of it; Infinity: state is carried. */
export function windowShape(
  model: LanguageModel,
  { window, stride }: Pick<ScoreOptions, 'window' | 'stride'>,
): WindowShape {
  const { context, installed } = model;
  if (window === undefined && context === undefined) return { window: Infinity, stride: Infinity };
  if (window !== undefined && context !== undefined && window > context) {
    throw fail(
      'bad-request',
      `A window of ${window} tokens is more than ${installed.name} can read: choose at most ${context}.`,
    );
  }
  const tokens = window ?? Math.min(1024, context ?? 1024);
  const step = stride ?? Math.max(1, Math.floor(tokens / 2));
  if (tokens < 2 || step < 1 || step > tokens) {
    throw fail(
      'bad-request',
      `Window ${tokens} and stride ${step} do not fit: a window holds at least 2 tokens and the stride is 1 to ${tokens}.`,
    );
  }
  return { window: tokens, stride: step };
}

/** How the figures of a model read in such windows come about; window and stride are 0 where state is carried. */
export function provenanceOf(
  model: Pick<LanguageModel, 'installed' | 'family' | 'precision' | 'provider'>,
  { window, stride }: WindowShape,
): Provenance {
  const carried = window === Infinity;
  return {
    model: model.installed.name,
    family: model.family,
    precision: model.precision,
    provider: model.provider.provider,
    window: carried ? 0 : window,
    stride: carried ? 0 : stride,
  };
}

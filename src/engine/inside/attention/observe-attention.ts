import type { LanguageModel } from '../../families/language-model';
import { CausalAttention } from './causal-attention';
import type { ObservedModel } from './observed-model';
import type { TappedSessions } from '../tapped-sessions';

const observed = new WeakMap<LanguageModel, Promise<ObservedModel>>();

/** The attention of a loaded model; its graph is searched once. Refuses (`unsupported`) a model without attention. */
export function observeAttention(model: LanguageModel, sessions: TappedSessions): Promise<ObservedModel> {
  const known = observed.get(model);
  if (known) return known;
  const opening = CausalAttention.open(model, sessions);
  observed.set(model, opening);
  opening.catch(() => observed.delete(model));
  return opening;
}

import type { Continuation } from '../families/continuation';
import type { LanguageModel } from '../families/language-model';
import { copiedDraft } from './copied-draft';
import { readBest, type BestTokens } from './next-tokens';

/** A token, and its log-probability by the model itself, nats. */
export interface NextToken {
  readonly id: number;
  readonly logprob: number;
}

/** Reads the newest token `id`, with which `soFar` (prompt and new tokens) ends, and says which one to take next. */
export type NextStep = (id: number, soFar: Int32Array) => Promise<NextToken>;

/** One token a run. `place` moves on. */
export function oneByOne(model: LanguageModel, place: Continuation): NextStep {
  return async (id) => {
    const { ids, logprobs } = await readBest(model, place, Int32Array.of(id));
    return { id: ids[0]!, logprob: logprobs[0]! };
  };
}

/** Tokens that are copied at first, and at most: as many again as were right each time, fewer after a wrong one. */
const [firstDraft, longestDraft] = [4, 12];
/**
 * Nats by which the best of several tokens read at once must lead: kernels may add in another order for several rows
 * than for one, and then what leads by less could be another token.
 */
const certainLead = 1e-3;

/** How far reading several tokens at once may be from reading them one by one, nats of the best token. */
const tolerance = 1e-4;
const probeLength = 4;
const agreeing = new WeakMap<LanguageModel, boolean>();

/**
 * Whether reading several tokens at once gives what reading them one by one does, up to rounding; measured once a model.
 * Where activations are rounded to whole numbers it does not: they share one scale (dynamic int8), or the last bit, in
 * which attention differs between one row and several, decides how they are rounded (four bits of accuracy level 4:
 * logits of SmolLM2 differ by 0.6). Nor can a state that only goes on (recurrent) be taken back.
 */
async function readsSeveral(model: LanguageModel, place: Continuation): Promise<boolean> {
  const known = agreeing.get(model);
  if (known !== undefined) return known;
  const probe = Int32Array.from({ length: probeLength }, (_id, at) => at % 3);
  const [one, several] = [place.copy(), place.copy()];
  const { logprobs } = await readBest(model, several, probe);
  let agrees = several.rewind(place.length + 1);
  for (let at = 0; agrees && at < probe.length; at++) {
    const best = await readBest(model, one, probe.subarray(at, at + 1));
    agrees = Math.abs(best.logprobs[0]! - logprobs[at]!) <= tolerance;
  }
  agreeing.set(model, agrees);
  return agrees;
}

/** How many tokens of the draft were the best ones; what does not lead for certain is read again alone. */
function accepted({ ids, margins }: BestTokens, draft: Int32Array): number {
  let count = 0;
  while (count < draft.length && ids[count] === draft[count] && margins[count]! >= certainLead) count++;
  return count;
}

/**
 * Prompt-lookup decoding: tokens that followed the last ones before are read together with the next one, and count as
 * far as they are the most probable ones. The same tokens as one by one, in fewer runs where a text repeats itself.
 */
export async function copying(model: LanguageModel, place: Continuation, most: number): Promise<NextStep> {
  const alone = oneByOne(model, place);
  const worthwhile = model.context !== undefined && most >= 2 * probeLength;
  if (!worthwhile || !(await readsSeveral(model, place))) return alone;
  /** Read and found to be the best, but not yet taken: what stands behind each of them. */
  let ready: NextToken[] = [];
  let length = firstDraft;
  let taken = 0;
  return async (id, soFar) => {
    taken++;
    const next = ready.shift();
    if (next) return next;
    // A single token is often followed by something else: only after copies that were right does it count as a match.
    const draft = copiedDraft(soFar, Math.min(length, most - taken - 1), length > firstDraft ? 1 : 2);
    if (draft.length === 0) return alone(id, soFar);
    const before = place.length;
    const best = await readBest(model, place, Int32Array.of(id, ...draft));
    const right = accepted(best, draft);
    length = right === draft.length ? Math.min(longestDraft, 2 * length) : Math.max(2, right + 1);
    // The row behind the last right token must lead as well.
    const certain = best.margins[right]! >= certainLead;
    const kept = certain ? right + 1 : right;
    if (!place.rewind(before + kept)) throw new Error('a cache that could be taken back before cannot be now');
    ready = Array.from({ length: kept }, (_row, at) => ({ id: best.ids[at]!, logprob: best.logprobs[at]! }));
    if (kept > 0) return ready.shift()!;
    return alone(id, soFar);
  };
}

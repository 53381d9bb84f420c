import type { SamplerName, SamplerOptions, SamplerStep } from '../../protocol';
import { distribution } from '../decoding/sampler-chain';
import { softmax } from '../decoding/softmax';

/** What the samplers did to one vector of logits, one after another. */
export interface SamplerWalk {
  /** Probabilities before and after all samplers, [vocabulary]. */
  readonly raw: Float64Array;
  readonly filtered: Float64Array;
  /** By id, of those that were removed. */
  readonly removedBy: ReadonlyMap<number, SamplerName>;
  /** By id, of those whose logit a penalty moved. */
  readonly movedBy: ReadonlyMap<number, readonly SamplerName[]>;
  readonly steps: readonly SamplerStep[];
}

/** Samplers that move the logits of some tokens; the temperature moves all alike. */
export const penalties: readonly SamplerName[] = ['repetitionPenalty', 'presencePenalty', 'frequencyPenalty'];

/**
 * Applies the samplers as generating does, and writes down after each one what it removed and moved. Every removed token
 * belongs to one step, so the steps' masses sum to the removed mass of the model's own distribution. Refuses what
 * `distribution` refuses.
 */
export function walkSamplers(logits: Float32Array, previous: Int32Array, options: SamplerOptions): SamplerWalk {
  const removedBy = new Map<number, SamplerName>();
  const movedBy = new Map<number, SamplerName[]>();
  const steps: SamplerStep[] = [];
  let before = Float64Array.from(logits);
  let raw: Float64Array | undefined;
  const filtered = distribution(logits, previous, options, (sampler, after) => {
    raw ??= softmax(Float64Array.from(logits));
    let [removed, mass, moved] = [0, 0, 0];
    for (let id = 0; id < after.length; id++) {
      if (after[id] === before[id]) continue;
      if (after[id] === -Infinity) {
        removed++;
        mass += raw[id]!;
        removedBy.set(id, sampler);
      } else if (penalties.includes(sampler)) {
        moved++;
        const known = movedBy.get(id);
        if (known) known.push(sampler);
        else movedBy.set(id, [sampler]);
      }
    }
    steps.push({ sampler, removed, mass, moved });
    before = after.slice();
  });
  return { raw: raw ?? softmax(Float64Array.from(logits)), filtered, removedBy, movedBy, steps };
}

import { fail, type SamplerName, type SamplerOptions } from '../../protocol';
import type { Sampler } from './sampler';
import { samplerTable } from './sampler-table';
import { softmax } from './softmax';

interface NamedSampler {
  readonly name: SamplerName;
  readonly sampler: Sampler;
}

/** The samplers that the options ask for, in their order. Refuses (`bad-request`) unknown ones and values out of range. */
export function samplerChain(options: SamplerOptions): readonly Sampler[] {
  return namedChain(options).map(({ sampler }) => sampler);
}

function namedChain(options: SamplerOptions): readonly NamedSampler[] {
  const names = Object.keys(samplerTable) as SamplerName[];
  const unknown = Object.keys(options).find((name) => !names.includes(name as SamplerName));
  if (unknown !== undefined) {
    throw fail('bad-request', `There is no sampling option "${unknown}". There are ${names.join(', ')}.`);
  }
  return names.flatMap((name): NamedSampler[] => {
    const value = options[name];
    if (value === undefined) return [];
    const { from, range } = samplerTable[name];
    const sampler = from(value);
    if (sampler === 'unusable') throw fail('bad-request', `${name} is ${JSON.stringify(value)}; it must be ${range}.`);
    return sampler ? [{ name, sampler }] : [];
  });
}

/** An option that may make another token the most probable one; undefined: none does. */
export function movesBest(options: SamplerOptions): SamplerName | undefined {
  const names = Object.keys(samplerTable) as SamplerName[];
  return names.find((name) => {
    const { keepsBest, from } = samplerTable[name];
    return !keepsBest && options[name] !== undefined && from(options[name]) !== undefined;
  });
}

/**
 * The distribution that the samplers leave of one vector of logits, [vocabulary]. Refuses (`run-failed`) logits that are
 * no numbers; where every token is removed, says which options do it. `watched` sees the logits after each sampler that
 * does something; it must not keep them.
 */
export function distribution(
  logits: Float32Array,
  previous: Int32Array,
  options: SamplerOptions,
  watched?: (name: SamplerName, moved: Float64Array) => void,
): Float64Array {
  const moved = Float64Array.from(logits);
  if (logits.length === 0 || moved.some(Number.isNaN) || !moved.some(Number.isFinite)) {
    throw fail('run-failed', 'The model gave logits that are no numbers. Choose another precision of it.');
  }
  const beyond = previous.find((id) => id < 0 || id >= logits.length);
  if (beyond !== undefined) {
    throw fail('bad-request', `There is no token ${beyond}: the vocabulary has ${logits.length}.`);
  }
  for (const { name, sampler } of namedChain(options)) {
    sampler(moved, previous);
    watched?.(name, moved);
  }
  if (!moved.some(Number.isFinite)) {
    throw fail('bad-request', 'These options leave no token at all. Ban less, or allow shorter repetitions.');
  }
  return softmax(moved);
}

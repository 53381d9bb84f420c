import { fail, type GenerationOptions } from '../../protocol';
import { samplerChain } from './sampler-chain';

type Check = readonly [boolean, string];

/** Refuses (`bad-request`), by name, options that cannot be used or contradict each other. */
export function checkGeneration(options: GenerationOptions): void {
  samplerChain(options.samplers);
  const count = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
  const checks: readonly Check[] = [
    [count(options.maxNewTokens), `maxNewTokens is ${options.maxNewTokens}; it must be a whole number of at least 1.`],
    [count(options.beams) && options.beams <= 64, `beams is ${options.beams}; it must be a whole number from 1 to 64.`],
    [count(options.returned), `returned is ${options.returned}; it must be a whole number of at least 1.`],
    [Number.isSafeInteger(options.seed), `seed is ${options.seed}; it must be a whole number.`],
    [Number.isFinite(options.lengthPenalty), `lengthPenalty is ${options.lengthPenalty}; it must be a number.`],
    [!(options.sample && options.beams > 1), 'beams and sample cannot be combined: search with beams, or draw.'],
    [
      options.sample || options.returned <= options.beams,
      `returned is ${options.returned}, but only ${options.beams} beams are followed: raise beams, or sample.`,
    ],
    [options.stop.every((text) => text !== ''), 'stop has an empty string.'],
  ];
  const wrong = checks.find(([fine]) => !fine);
  if (wrong) throw fail('bad-request', wrong[1]);
}

import { endPlaces, fail, mostBeams, type GenerationOptions } from '../../protocol';
import { movesBest, samplerChain } from './sampler-chain';

type Check = readonly [boolean, string];

/** Refuses (`bad-request`), by name, options that cannot be used or contradict each other. */
export function checkGeneration(options: GenerationOptions): void {
  samplerChain(options.samplers);
  const mover = movesBest(options.samplers);
  const count = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
  const checks: readonly Check[] = [
    [count(options.maxNewTokens), `maxNewTokens is ${options.maxNewTokens}; it must be a whole number of at least 1.`],
    [
      count(options.beams) && options.beams <= mostBeams,
      `beams is ${options.beams}; it must be a whole number from 1 to ${mostBeams}.`,
    ],
    [count(options.returned), `returned is ${options.returned}; it must be a whole number of at least 1.`],
    [Number.isSafeInteger(options.seed), `seed is ${options.seed}; it must be a whole number.`],
    [Number.isFinite(options.lengthPenalty), `lengthPenalty is ${options.lengthPenalty}; it must be a number.`],
    [!(options.sample && options.beams > 1), 'beams and sample cannot be combined: search with beams, or draw.'],
    [
      options.sample || options.returned <= options.beams,
      `returned is ${options.returned}, but only ${options.beams} beams are followed: raise beams, or sample.`,
    ],
    [
      count(options.groups) && options.beams % options.groups === 0,
      `groups is ${options.groups}; it must divide the ${options.beams} beams without a rest.`,
    ],
    [
      Number.isFinite(options.diversityPenalty) && options.diversityPenalty >= 0,
      `diversityPenalty is ${options.diversityPenalty}; it must be at least 0.`,
    ],
    [
      options.diversityPenalty === 0 || options.groups > 1,
      'diversityPenalty is between groups of beams: set groups to 2 or more, or leave it out.',
    ],
    [
      options.groups === 1 || options.diversityPenalty > 0,
      'groups without diversityPenalty would all find the same: set it above 0.',
    ],
    [endPlaces.includes(options.endAt), `endAt is ${options.endAt}; it must be one of ${endPlaces.join(', ')}.`],
    [
      !(options.lookup && (options.sample || options.beams > 1)),
      `lookup and ${options.sample ? 'sample' : 'beams'} cannot be combined: lookup takes the most probable token.`,
    ],
    [
      !options.lookup || mover === undefined,
      `lookup and ${mover} cannot be combined: lookup takes the most probable token as the model gives it.`,
    ],
    [options.stop.every((text) => text !== ''), 'stop has an empty string.'],
  ];
  const wrong = checks.find(([fine]) => !fine);
  if (wrong) throw fail('bad-request', wrong[1]);
}

import { defaultGeneration, type GenerationOptions, type SamplerOptions } from '../protocol';
import type { Values } from './options';

/** What the options say; those not given do nothing. The engine says which do not go together. */
export function generationOptions(
  values: Values,
  maxNewTokens: number = defaultGeneration.maxNewTokens,
): GenerationOptions {
  const beams = values.beams ?? defaultGeneration.beams;
  const given: { readonly [N in keyof SamplerOptions]: SamplerOptions[N] | undefined } = {
    repetitionPenalty: values['repetition-penalty'],
    presencePenalty: values['presence-penalty'],
    frequencyPenalty: values['frequency-penalty'],
    noRepeatNgramSize: values['no-repeat-ngram'],
    temperature: values.temperature,
    topK: values['top-k'],
    topP: values['top-p'],
    minP: values['min-p'],
    typicalP: values['typical-p'],
    epsilonCutoff: values['epsilon-cutoff'],
  };
  const samplers: SamplerOptions = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...defaultGeneration,
    samplers,
    beams,
    maxNewTokens: values['max-new-tokens'] ?? maxNewTokens,
    returned: values.return ?? defaultGeneration.returned,
    lengthPenalty: values['length-penalty'] ?? defaultGeneration.lengthPenalty,
    earlyStopping: values['early-stopping'] ?? defaultGeneration.earlyStopping,
    groups: values.groups ?? defaultGeneration.groups,
    diversityPenalty: values['diversity-penalty'] ?? defaultGeneration.diversityPenalty,
    stop: values.stop === undefined ? defaultGeneration.stop : [values.stop],
    endAt: values['end-at'] ?? defaultGeneration.endAt,
    lookup: values.lookup ?? defaultGeneration.lookup,
    sample: values.sample ?? defaultGeneration.sample,
    seed: values.seed ?? defaultGeneration.seed,
  };
}

import type { SamplerName } from './decoding';

export type NumericSampler = Exclude<SamplerName, 'bannedIds'>;

/** How a sampler is set by a person. */
export interface SamplerControl {
  readonly name: NumericSampler;
  readonly label: string;
  /** In transformers' GenerationConfig; absent where it has none. */
  readonly field?: string;
  /** At this value the sampler does nothing. */
  readonly neutral: number;
  /** Of the slider. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** What a number that is typed must be; the slider's ends where they say nothing else. */
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
  /** One plain sentence. */
  readonly sentence: string;
  readonly source: string;
}

type Given = Omit<SamplerControl, 'least' | 'most' | 'whole'> & Partial<SamplerControl>;

function control(given: Given): SamplerControl {
  return { least: given.min, most: given.max, whole: false, ...given };
}

/** Every sampler that is a number, in the order in which they are applied. */
export const samplerControls: readonly SamplerControl[] = [
  control({
    name: 'repetitionPenalty', label: 'Repetition penalty', field: 'repetition_penalty',
    neutral: 1, min: 1, max: 2, step: 0.01, least: 0.01, most: 100,
    sentence: 'Makes every token that has occurred less probable, by the same factor; below 1, more probable.',
    source: 'Keskar et al. 2019',
  }),
  control({
    name: 'presencePenalty', label: 'Presence penalty',
    neutral: 0, min: 0, max: 2, step: 0.05, least: -100, most: 100,
    sentence: 'Takes the same amount from the logit of every token that has occurred, however often.',
    source: 'OpenAI API; not in transformers',
  }),
  control({
    name: 'frequencyPenalty', label: 'Frequency penalty',
    neutral: 0, min: 0, max: 2, step: 0.05, least: -100, most: 100,
    sentence: 'Takes this amount from the logit of a token for each time it has occurred.',
    source: 'OpenAI API; not in transformers',
  }),
  control({
    name: 'noRepeatNgramSize', label: 'No repeat n-gram', field: 'no_repeat_ngram_size',
    neutral: 0, min: 0, max: 10, step: 1, most: 1000, whole: true,
    sentence: 'Lets no run of so many tokens come a second time; 0 is off.',
    source: 'Paulus et al. 2018',
  }),
  control({
    name: 'temperature', label: 'Temperature', field: 'temperature',
    neutral: 1, min: 0.05, max: 2, step: 0.05, least: 0.001, most: 100,
    sentence: 'Below 1 the probable tokens become more probable still; above 1 the others come closer.',
    source: 'Ackley et al. 1985',
  }),
  control({
    name: 'topK', label: 'Top-k', field: 'top_k',
    neutral: 0, min: 0, max: 100, step: 1, most: 1_000_000, whole: true,
    sentence: 'Keeps so many of the most probable tokens; 0 is off.',
    source: 'Fan et al. 2018',
  }),
  control({
    name: 'topP', label: 'Top-p', field: 'top_p',
    neutral: 1, min: 0.01, max: 1, step: 0.01, least: 0.0001,
    sentence: 'Keeps the most probable tokens that together reach this probability; 1 is off.',
    source: 'Holtzman et al. 2020',
  }),
  control({
    name: 'minP', label: 'Min-p', field: 'min_p',
    neutral: 0, min: 0, max: 1, step: 0.01,
    sentence: 'Keeps tokens of at least this share of the best one’s probability; 0 is off.',
    source: 'Nguyen et al. 2024',
  }),
  control({
    name: 'typicalP', label: 'Typical-p', field: 'typical_p',
    neutral: 1, min: 0.01, max: 1, step: 0.01, least: 0.0001,
    sentence: 'Keeps the tokens nearest to the expected surprise that together reach this probability; 1 is off.',
    source: 'Meister et al. 2023',
  }),
  control({
    name: 'epsilonCutoff', label: 'Epsilon', field: 'epsilon_cutoff',
    neutral: 0, min: 0, max: 0.02, step: 0.0002, most: 0.999,
    sentence: 'Removes tokens below this probability, but never the best one; 0 is off.',
    source: 'Hewitt et al. 2022',
  }),
]; // prettier-ignore

/** How a sampler is called where there is no room for a sentence. */
export function samplerLabel(name: SamplerName): string {
  return name === 'bannedIds' ? 'Banned words' : samplerControls.find((one) => one.name === name)!.label;
}

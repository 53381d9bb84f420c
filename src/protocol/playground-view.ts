import type { CommonControls } from './common-controls';
import type { SamplerOptions } from './decoding';
import type { Legend } from './legend';
import type {
  PlaygroundDistribution,
  PlaygroundReading,
  PlaygroundSamplers,
  Sample,
  SampledEvent,
  SampleOptions,
} from './playground';
import { samplerControls, type NumericSampler } from './playground-samplers';

/** All that a person sets in the playground; kept, and what continuing a story writes with. */
export interface PlaygroundSettings extends SampleOptions {
  readonly samplers: Readonly<Record<NumericSampler, number>>;
  readonly bannedWords: readonly string[];
  /** Banned by their ids, as settings that were pasted may do. */
  readonly bannedIds: readonly (readonly number[])[];
}

/** What nobody has set: a good start for stories. */
export const defaultPlayground: PlaygroundSettings = {
  samplers: {
    repetitionPenalty: 1.1,
    presencePenalty: 0,
    frequencyPenalty: 0,
    noRepeatNgramSize: 4,
    temperature: 0.8,
    topK: 0,
    topP: 0.95,
    minP: 0,
    typicalP: 1,
    epsilonCutoff: 0,
  },
  bannedWords: [],
  bannedIds: [],
  sample: true,
  seed: 1,
  count: 3,
  maxNewTokens: 40,
};

/** The samplers that do something, as the engine takes them. */
export function samplersOf({ samplers, bannedIds, bannedWords }: PlaygroundSettings): PlaygroundSamplers {
  const on = samplerControls.filter(({ name, neutral }) => samplers[name] !== neutral);
  const options: SamplerOptions = Object.fromEntries(on.map(({ name }) => [name, samplers[name]]));
  return { samplers: { ...options, ...(bannedIds.length > 0 && { bannedIds }) }, bannedWords };
}

/** How the sampled text is coloured: as the editor colours surprise. */
export interface SurpriseColours {
  /** Bits at which the second step and those after it begin. */
  readonly thresholds: readonly number[];
  readonly legend: Legend;
}

export interface PlaygroundContent extends PlaygroundReading {
  /** As they were last set when the text was read. */
  readonly settings: PlaygroundSettings;
  readonly surprise: SurpriseColours;
}

/** A distribution with every sampler a control, and samples drawn from it. */
export interface PlaygroundPanel {
  readonly content: PlaygroundContent;
  readonly controls: CommonControls;
  readonly asks: {
    /** The settings are kept from then on. */
    readonly distribution: readonly [
      { readonly settings: PlaygroundSettings; readonly top: number },
      PlaygroundDistribution,
    ];
    /** Told token by token as a `SampledEvent`. */
    readonly samples: readonly [{ readonly settings: PlaygroundSettings }, { readonly samples: readonly Sample[] }];
    /** Writes the text into the document where it was read; refused with a sentence where that place is gone. */
    readonly insert: readonly [{ readonly text: string }, null];
    /** What was copied last. */
    readonly clipboard: readonly [Record<string, never>, { readonly text: string }];
  };
}

/** A token of a sample as the page gets it before all is drawn. */
export type SampledPart = Omit<SampledEvent, 'task'>;

import type { SamplerName } from '../../protocol';
import { epsilonCutoff, minP, temperature, topK, topP, typicalP } from './filters';
import { banned, frequencyPenalty, noRepeatNgram, presencePenalty, repetitionPenalty } from './penalties';
import type { MakeSampler, Sampler } from './sampler';

/** How an option's value becomes a sampler. */
interface SamplerEntry {
  /** What the value must be, as a sentence goes on: 'above 0'. */
  readonly range: string;
  /** The most probable token stays the most probable one, whatever the value. */
  readonly keepsBest: boolean;
  /** 'unusable': the value is out of range. Undefined: it changes nothing. */
  readonly from: (value: unknown) => Sampler | 'unusable' | undefined;
}

function number(
  make: MakeSampler<number>,
  range: string,
  accepts: (value: number) => boolean,
  neutral: number,
  keepsBest: boolean,
): SamplerEntry {
  const from: SamplerEntry['from'] = (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || !accepts(value)) return 'unusable';
    return value === neutral ? undefined : make(value);
  };
  return { range, keepsBest, from };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isShare = (value: number): boolean => value > 0 && value <= 1;
const isAny = (): boolean => true;
const isIds = (value: unknown): value is number[] => Array.isArray(value) && value.length > 0 && value.every(isCount);

/** Every sampler, in the order in which they are applied: transformers' own, the penalties before what cuts off. */
export const samplerTable: Readonly<Record<SamplerName, SamplerEntry>> = {
  repetitionPenalty: number(repetitionPenalty, 'above 0', (value) => value > 0, 1, false),
  presencePenalty: number(presencePenalty, 'a number', isAny, 0, false),
  frequencyPenalty: number(frequencyPenalty, 'a number', isAny, 0, false),
  noRepeatNgramSize: number(noRepeatNgram, 'a whole number of at least 0', isCount, 0, false),
  bannedIds: {
    keepsBest: false,
    range: 'a list of lists of token ids, none of them empty',
    from: (value) => (Array.isArray(value) && value.every(isIds) ? banned(value) : 'unusable'),
  },
  temperature: number(
    temperature,
    'above 0; without sampling the most probable token is taken',
    (value) => value > 0,
    1,
    true,
  ),
  topK: number(topK, 'a whole number of at least 0', isCount, 0, true),
  topP: number(topP, 'above 0 and at most 1', isShare, 1, true),
  minP: number(minP, 'from 0 to 1', (value) => value >= 0 && value <= 1, 0, true),
  typicalP: number(typicalP, 'above 0 and at most 1', isShare, 1, false),
  epsilonCutoff: number(epsilonCutoff, 'at least 0 and below 1', (value) => value >= 0 && value < 1, 0, true),
};

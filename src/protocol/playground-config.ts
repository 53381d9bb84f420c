import { fail } from './failure';
import { mostSamples } from './playground';
import { samplerControls, type NumericSampler, type SamplerControl } from './playground-samplers';
import type { PlaygroundSettings } from './playground-view';

/** Samplers that transformers has no field for; they stand beside its configuration. */
const others = { presence_penalty: 'presencePenalty', frequency_penalty: 'frequencyPenalty' } as const;

/**
 * The settings as JSON: `generation_config` is what transformers' GenerationConfig(**...) takes. Its seed is set apart
 * by set_seed, so it stands beside it, and so do the penalties that transformers does not have. `bannedIds`: of the
 * words and of what is banned by ids.
 */
export function generationConfigOf(settings: PlaygroundSettings, bannedIds: readonly (readonly number[])[]): string {
  const { samplers, sample, seed, count, maxNewTokens } = settings;
  const fields = samplerControls.flatMap(({ name, field }) => (field === undefined ? [] : [[field, samplers[name]]]));
  const config = {
    do_sample: sample,
    max_new_tokens: maxNewTokens,
    num_return_sequences: sample ? count : 1,
    ...(Object.fromEntries(fields) as Record<string, number>),
    bad_words_ids: bannedIds.length > 0 ? bannedIds : null,
  };
  const beside = Object.fromEntries(Object.entries(others).map(([key, name]) => [key, samplers[name]]));
  const text = JSON.stringify({ generation_config: config, seed, ...beside }, undefined, 2);
  // Ids are read as lists, not one a line.
  return text.replace(/\[\s+([\d,\s]+?)\s+\]/g, (_all, ids: string) => `[${ids.replace(/\s+/g, ' ')}]`);
}

/** What pasted settings are, and the fields among them that the playground does not know. */
export interface PastedSettings {
  readonly settings: PlaygroundSettings;
  readonly unknown: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads settings as they are copied, or a plain generation_config.json; what they do not say stays as it is in `old`.
 * Refuses (`bad-request`) what is no JSON object, and values that cannot be used, by name.
 */
export function settingsFrom(text: string, old: PlaygroundSettings): PastedSettings {
  const given = objectOf(parse(text));
  const nested = given['generation_config'];
  const config = nested === undefined ? given : objectOf(nested);
  const all: Json = nested === undefined ? config : { ...given, ...config, generation_config: undefined };
  const left = new Set(Object.keys(all).filter((key) => all[key] !== undefined));
  const take = (key: string): unknown => (left.delete(key) ? (all[key] ?? undefined) : undefined);
  const samplers: Record<NumericSampler, number> = { ...old.samplers };
  for (const control of samplerControls) {
    const key = control.field ?? Object.entries(others).find(([, name]) => name === control.name)![0];
    const value = take(key);
    if (value !== undefined) samplers[control.name] = numberOf(key, value, control);
  }
  const whole = (key: string, most: number, otherwise: number): number => {
    const value = take(key);
    return value === undefined ? otherwise : numberOf(key, value, { least: 1, most, whole: true });
  };
  const sample = take('do_sample') ?? old.sample;
  if (typeof sample !== 'boolean') throw wrong('do_sample', sample, 'true or false');
  const seed = take('seed') ?? old.seed;
  if (!Number.isSafeInteger(seed)) throw wrong('seed', seed, 'a whole number');
  const bansIds = left.has('bad_words_ids');
  const ids = take('bad_words_ids');
  if (ids !== undefined && !isIds(ids)) throw wrong('bad_words_ids', ids, 'a list of lists of token ids');
  return {
    settings: {
      samplers,
      // Ids say all: words that were banned before would stand beside them.
      bannedWords: bansIds ? [] : old.bannedWords,
      bannedIds: bansIds ? (ids ?? []) : old.bannedIds,
      sample,
      seed: seed as number,
      count: whole('num_return_sequences', mostSamples, old.count),
      maxNewTokens: whole('max_new_tokens', 4096, old.maxNewTokens),
    },
    unknown: [...left],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fail('bad-request', 'What was copied last is no JSON: copy a generation_config.json, or settings from here.');
  }
}

function objectOf(value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw fail('bad-request', 'What was copied last is no JSON object with settings in it.');
}

function wrong(key: string, value: unknown, wanted: string): Error {
  return fail('bad-request', `${key} is ${JSON.stringify(value)}; it must be ${wanted}. Nothing was changed.`);
}

function numberOf(key: string, value: unknown, range: Pick<SamplerControl, 'least' | 'most' | 'whole'>): number {
  const { least, most, whole } = range;
  const fits = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (!fits) throw wrong(key, value, `${whole ? 'a whole number' : 'a number'} from ${least} to ${most}`);
  return value;
}

function isIds(value: unknown): value is readonly (readonly number[])[] {
  return (
    Array.isArray(value) &&
    value.every(
      (word) => Array.isArray(word) && word.length > 0 && word.every((id) => Number.isSafeInteger(id) && id >= 0),
    )
  );
}

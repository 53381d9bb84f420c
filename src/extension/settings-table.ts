import { type Precision, type Provider, precisions, providers, surprisalSteps } from '../protocol';
import { type Colouring, colourings } from './colour/colouring';
import { type Palette, palettes } from './colour/palettes';
import { stepCount } from './colour/fills';

/** When documents are scored without being asked: prose only, every text, or never. */
export const automaticModes = ['prose', 'all', 'off'] as const;
export type AutomaticMode = (typeof automaticModes)[number];

/** How one setting is read. `accepts` returns undefined for what cannot be used; then the default stands. */
export interface Setting<T> {
  readonly key: string;
  readonly fallback: T;
  /** What is expected, for the sentence about a wrong value. */
  readonly expects: string;
  readonly accepts: (value: unknown) => T | undefined;
}

function oneOf<T extends string>(key: string, values: readonly T[], fallback: T): Setting<T> {
  return {
    key,
    fallback,
    expects: `one of ${values.join(', ')}`,
    accepts: (value) => values.find((candidate) => candidate === value),
  };
}

function integer(key: string, least: number, most: number, fallback: number): Setting<number> {
  return {
    key,
    fallback,
    expects: `a whole number from ${least} to ${most}`,
    accepts: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined,
  };
}

function ascending(key: string, count: number, fallback: readonly number[]): Setting<readonly number[]> {
  return {
    key,
    fallback,
    expects: `${count} numbers above 0, each larger than the one before`,
    accepts: (value) => {
      if (!Array.isArray(value) || value.length !== count) return undefined;
      const numbers = value.filter((one): one is number => typeof one === 'number' && Number.isFinite(one));
      const rises = numbers.every((one, index) => one > (numbers[index - 1] ?? 0));
      return numbers.length === count && rises ? numbers : undefined;
    },
  };
}

const text = (key: string, fallback: string): Setting<string> => ({
  key,
  fallback,
  expects: 'a text',
  accepts: (value) => (typeof value === 'string' ? value.trim() || fallback : undefined),
});

const paths = (key: string): Setting<readonly string[]> => ({
  key,
  fallback: [],
  expects: 'a list of folders',
  accepts: (value) =>
    Array.isArray(value) && value.every((one) => typeof one === 'string')
      ? value.map((one) => one.trim()).filter((one) => one !== '')
      : undefined,
});

const bits = (key: string, fallback: number): Setting<number> => ({
  key,
  fallback,
  expects: 'a number from 0 to 100 (bits)',
  accepts: (value) => (typeof value === 'number' && value >= 0 && value <= 100 ? value : undefined),
});

const flag = (key: string, fallback: boolean): Setting<boolean> => ({
  key,
  fallback,
  expects: 'true or false',
  accepts: (value) => (typeof value === 'boolean' ? value : undefined),
});

const flags = (
  key: string,
  fallback: Readonly<Record<string, boolean>>,
): Setting<Readonly<Record<string, boolean>>> => ({
  key,
  fallback,
  expects: 'an object of names with true or false',
  accepts: (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean');
    return entries.length === Object.keys(value).length ? Object.fromEntries(entries) : undefined;
  },
});

/** Languages in which completions come unasked: prose, as the bundled models were trained on, but no messages to git. */
const completedLanguages = {
  '*': false,
  asciidoc: true,
  latex: true,
  markdown: true,
  plaintext: true,
  quarto: true,
  restructuredtext: true,
  tex: true,
  typst: true,
};

/** Every setting under `langscope.`; package.json declares the same ones (a test compares them). */
export const settingsTable = {
  model: text('model', 'langscope-gpt'),
  modelFolders: paths('modelFolders'),
  /** Address of a Hugging Face style hub; empty: HF_ENDPOINT, else the usual one. */
  hub: text('hub', ''),
  precision: oneOf<Precision | 'auto'>('precision', ['auto', ...precisions], 'auto'),
  provider: oneOf<Provider | 'auto'>('provider', ['auto', ...providers], 'auto'),
  /** Megabytes of models kept in memory. */
  memoryLimit: integer('memoryLimit', 64, 1_048_576, 2048),
  /** 0: as many as the engine finds best. */
  threads: integer('threads', 0, 256, 0),
  /** Tokens; 0: what the model was made for, at most 1024. */
  window: integer('window', 0, 1_048_576, 0),
  /** Tokens; 0: half a window. */
  stride: integer('stride', 0, 1_048_576, 0),
  automatic: oneOf<AutomaticMode>('score.automatic', automaticModes, 'prose'),
  /** UTF-16 code units. */
  maxCharacters: integer('score.maxCharacters', 1, 100_000_000, 2_000_000),
  colouring: oneOf<Colouring>('colouring', colourings, 'surprisal'),
  palette: oneOf<Palette>('palette', palettes, 'orange'),
  surprisalThresholds: ascending('surprisalThresholds', stepCount - 1, surprisalSteps),
  entropyThresholds: ascending('entropyThresholds', stepCount - 1, [0.5, 1, 2, 3, 4, 5.5, 7]),
  rankThresholds: ascending('rankThresholds', 3, [10, 100, 1000]),
  nextSurpriseBits: bits('nextSurpriseBits', 10),
  completionsEnabled: flag('completions.enabled', true),
  completionsLanguages: flags('completions.languages', completedLanguages),
  completionsInComments: flag('completions.inComments', false),
  /** Empty: the model that scores. */
  completionsModel: text('completions.model', ''),
} as const;

export type SettingName = keyof typeof settingsTable;
export type SettingValues = {
  readonly [K in SettingName]: (typeof settingsTable)[K] extends Setting<infer T> ? T : never;
};

export interface SettingProblem {
  /** With `langscope.` in front. */
  readonly key: string;
  readonly expects: string;
}

export interface ReadSettings {
  readonly values: SettingValues;
  /** Settings whose value cannot be used; their defaults stand. */
  readonly problems: readonly SettingProblem[];
}

/** Reads every setting; `get` takes a key without the prefix and answers undefined where nothing is set. */
export function readSettings(get: (key: string) => unknown): ReadSettings {
  const problems: SettingProblem[] = [];
  const read = <T>(setting: Setting<T>): T => {
    const value = get(setting.key);
    if (value === undefined) return setting.fallback;
    const accepted = setting.accepts(value);
    if (accepted === undefined) problems.push({ key: `langscope.${setting.key}`, expects: setting.expects });
    return accepted ?? setting.fallback;
  };
  const table = settingsTable;
  const window = read(table.window);
  const stride = read(table.stride);
  const strideFits = window === 0 || stride <= window;
  if (!strideFits) problems.push({ key: 'langscope.stride', expects: `at most the window (${window} tokens)` });
  const values: SettingValues = {
    model: read(table.model),
    modelFolders: read(table.modelFolders),
    hub: read(table.hub),
    precision: read(table.precision),
    provider: read(table.provider),
    memoryLimit: read(table.memoryLimit),
    threads: read(table.threads),
    window,
    stride: strideFits ? stride : 0,
    automatic: read(table.automatic),
    maxCharacters: read(table.maxCharacters),
    colouring: read(table.colouring),
    palette: read(table.palette),
    surprisalThresholds: read(table.surprisalThresholds),
    entropyThresholds: read(table.entropyThresholds),
    rankThresholds: read(table.rankThresholds),
    nextSurpriseBits: read(table.nextSurpriseBits),
    completionsEnabled: read(table.completionsEnabled),
    completionsLanguages: read(table.completionsLanguages),
    completionsInComments: read(table.completionsInComments),
    completionsModel: read(table.completionsModel),
  };
  return { values, problems };
}

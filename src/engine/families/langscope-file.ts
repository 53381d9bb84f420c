import { families } from './family-table';
import type { JsonField } from './json-field';
import { present } from './present';

/** A carried array: graph input, graph output, and shape with 1 for the batch. */
export interface StateArray {
  readonly input: string;
  readonly output: string;
  readonly shape: readonly number[];
}

/** langscope.json: describes an export outside the usual conventions (see media/langscope.schema.json). */
export interface LangscopeFile {
  readonly name?: string;
  readonly family: string;
  readonly task?: string;
  readonly licence?: string;
  /** Path of tokenizer.json within the folder. */
  readonly tokenizer?: string;
  readonly vocabSize?: number;
  readonly context?: number;
  readonly startToken?: number;
  /** Of a translator: each language, and the token that stands in front of a text to ask for it. */
  readonly languages?: Readonly<Record<string, string>>;
  /** Path of a list of letters within the folder, for a translator that reads and writes unknown words by letters. */
  readonly letters?: string;
  readonly inputs: {
    readonly ids?: string;
    readonly attentionMask?: string;
    readonly positionIds?: string;
    readonly constants: Readonly<Record<string, number>>;
  };
  readonly logits?: string;
  readonly state: readonly StateArray[];
  /** Names with one `*`: the cache input and the output that belongs to it. */
  readonly cache: readonly { readonly input: string; readonly output: string }[];
}

const known = {
  top: [
    '$schema', 'name', 'family', 'task', 'licence', 'tokenizer', 'vocabSize', 'context', 'startToken',
    'languages', 'letters', 'inputs', 'outputs', 'state', 'cache',
  ],
  inputs: ['ids', 'attentionMask', 'positionIds', 'constants'],
  outputs: ['logits'],
  state: ['input', 'output', 'shape'],
  cache: ['input', 'output'],
}; // prettier-ignore

function readDimension(field: JsonField): number {
  if (field.value === 'batch') return 1;
  if (!Number.isSafeInteger(field.value) || (field.value as number) < 1) {
    throw field.wrong('a whole number of at least 1, or "batch"');
  }
  return field.value as number;
}

function readState(field: JsonField): StateArray {
  const at = field.object(known.state);
  return { input: at('input').string(), output: at('output').string(), shape: at('shape').array().map(readDimension) };
}

function readPattern(field: JsonField): string {
  const text = field.string();
  if (text.split('*').length !== 2) throw field.wrong('a name with one * for the layer, such as "past.*.key"');
  return text;
}

function readConstants(field: JsonField): Record<string, number> {
  const at = field.object();
  return Object.fromEntries(field.keys().map((name) => [name, at(name).number()]));
}

function readTexts(field: JsonField): Record<string, string> {
  const at = field.object();
  return Object.fromEntries(field.keys().map((name) => [name, at(name).string()]));
}

/** Reads langscope.json; refuses (`config-broken`) with the path of the wrong field and what is expected there. */
export function readLangscopeFile(file: JsonField): LangscopeFile {
  const at = file.object(known.top);
  const inputs = at('inputs').optional((field) => field.object(known.inputs));
  const outputs = at('outputs').optional((field) => field.object(known.outputs));
  const family = at('family').oneOf(families.map((entry) => entry.family));
  const state = at('state').optional((field) => field.array().map(readState)) ?? [];
  if (
    state.length === 0 &&
    families.some((entry) => entry.family === family && entry.endless && entry.reads === 'next-token')
  ) {
    throw at('state').wrong(`a list of the arrays that a ${family} model carries, each {"input", "output", "shape"}`);
  }
  const text = (field: JsonField): string => field.string();
  return present<LangscopeFile>({
    family,
    name: at('name').optional(text),
    task: at('task').optional(text),
    licence: at('licence').optional(text),
    tokenizer: at('tokenizer').optional(text),
    vocabSize: at('vocabSize').optional((field) => field.integer(1)),
    context: at('context').optional((field) => field.integer(1)),
    startToken: at('startToken').optional((field) => field.integer(0)),
    languages: at('languages').optional(readTexts),
    letters: at('letters').optional(text),
    inputs: present<LangscopeFile['inputs']>({
      ids: inputs?.('ids').optional(text),
      attentionMask: inputs?.('attentionMask').optional(text),
      positionIds: inputs?.('positionIds').optional(text),
      constants: inputs?.('constants').optional(readConstants) ?? {},
    }),
    logits: outputs?.('logits').optional(text),
    state,
    cache:
      at('cache').optional((field) =>
        field.array().map((pair) => {
          const of = pair.object(known.cache);
          return { input: readPattern(of('input')), output: readPattern(of('output')) };
        }),
      ) ?? [],
  });
}

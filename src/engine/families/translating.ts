import type { JsonField } from './json-field';
import type { LangscopeFile } from './langscope-file';

/** How a translator is told which language is wanted. */
export type Translating =
  /** By a token in front of the text, for each language. */
  | { readonly kind: 'tokens'; readonly tokens: Readonly<Record<string, string>> }
  /** Not at all: it translates from one language to one other. */
  | { readonly kind: 'pair'; readonly from: string; readonly to: string }
  /** By words in front of the text. */
  | { readonly kind: 'prefixes'; readonly ways: readonly PrefixedWay[] };

export interface PrefixedWay {
  readonly from: string;
  readonly to: string;
  readonly prefix: string;
}

/** Names of the tasks of T5 and its like in config.json's task_specific_params. */
const prefixedTask = /^translation_([a-z]{2,3})_to_([a-z]{2,3})$/;
/** Names under which the models of one pair are published. */
const pairName = /opus-mt-(?:tc-(?:big|base)-)?([a-z]{2,3})-([a-z]{2,3})$/;

function pairOf(config: JsonField, tokenizer: JsonField | undefined): Translating | undefined {
  const [from, to] = ['source_lang', 'target_lang'].map((name) => tokenizer?.object()(name).value);
  if (typeof from === 'string' && typeof to === 'string') return { kind: 'pair', from, to };
  const name = config.object()('_name_or_path').value;
  const found = typeof name === 'string' ? pairName.exec(name) : null;
  return found ? { kind: 'pair', from: found[1]!, to: found[2]! } : undefined;
}

/** What a folder says about the languages of its model; undefined: nothing. `tokenizer`: tokenizer_config.json. */
export function translatingOf(
  config: JsonField,
  tokenizer: JsonField | undefined,
  langscope: LangscopeFile | undefined,
): Translating | undefined {
  if (langscope?.languages) return { kind: 'tokens', tokens: langscope.languages };
  const tasks = config.object()('task_specific_params');
  const ways = tasks.keys().flatMap((task): PrefixedWay[] => {
    const [, from, to] = prefixedTask.exec(task) ?? [];
    const prefix = from === undefined ? undefined : tasks.object()(task).object()('prefix').value;
    return from !== undefined && to !== undefined && typeof prefix === 'string' ? [{ from, to, prefix }] : [];
  });
  if (ways.length > 0) return { kind: 'prefixes', ways };
  return config.object()('model_type').value === 'marian' ? pairOf(config, tokenizer) : undefined;
}

/** Every language that the model reads or writes, in the order in which its folder names them. */
export function languagesOf(translating: Translating): readonly string[] {
  switch (translating.kind) {
    case 'tokens':
      return Object.keys(translating.tokens);
    case 'pair':
      return [translating.from, translating.to];
    case 'prefixes':
      return [...new Set(translating.ways.flatMap(({ from, to }) => [from, to]))];
  }
}

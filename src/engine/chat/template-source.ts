import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../protocol';

/** A model's chat template and the special tokens that it may write. */
export interface TemplateSource {
  /** Jinja. */
  readonly template: string;
  /** Of tokenizer_config.json or special_tokens_map.json: bos_token, eos_token, ... */
  readonly specialTokens: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readFields(folder: string, file: string): Promise<Fields | undefined> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isFields(value) ? value : undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail('config-broken', `${file} in ${folder} is not valid JSON (${reason}). Copy or download it again.`);
  }
}

/** `chat_template` of a configuration: the template itself, or a list of named ones, of which 'default' is for chats. */
function templateIn(field: unknown): string | undefined {
  if (typeof field === 'string') return field;
  if (!Array.isArray(field)) return undefined;
  const named = field.filter(isFields).filter(({ template }) => typeof template === 'string');
  const chosen = named.find(({ name }) => name === 'default') ?? (named.length === 1 ? named[0] : undefined);
  return chosen?.['template'] as string | undefined;
}

/** A special token as configurations write it: the text, or an object that holds it. */
function tokenText(value: unknown): string | undefined {
  const text = isFields(value) ? value['content'] : value;
  return typeof text === 'string' ? text : undefined;
}

function specialTokens(...configs: readonly (Fields | undefined)[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const config of configs) {
    for (const [name, value] of Object.entries(config ?? {})) {
      const text = name.endsWith('_token') ? tokenText(value) : undefined;
      if (text !== undefined) found[name] ??= text;
    }
  }
  return found;
}

/**
 * The chat template of a model folder, where transformers looks for it too: chat_template.jinja, chat_template.json,
 * tokenizer_config.json. Undefined: it has none. Refuses (`config-broken`) a file that cannot be read.
 */
export async function templateSource(folder: string): Promise<TemplateSource | undefined> {
  const config = await readFields(folder, 'tokenizer_config.json');
  const own = await readFile(join(folder, 'chat_template.jinja'), 'utf8').catch(() => undefined);
  const template =
    own ??
    templateIn((await readFields(folder, 'chat_template.json'))?.['chat_template']) ??
    templateIn(config?.['chat_template']);
  if (template === undefined) return undefined;
  return { template, specialTokens: specialTokens(config, await readFields(folder, 'special_tokens_map.json')) };
}

/** Why a model without a chat template cannot chat, and what to do. */
export const noTemplate =
  'It has no chat template (chat_template.jinja, or "chat_template" in tokenizer_config.json), so that it was made to ' +
  'continue a text, not to answer. Choose an instruct model, or put the template of its source into its folder.';

import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { capabilities, fail, type CapabilityReport } from '../../protocol';
import { families, type FamilyEntry } from './family-table';
import { JsonField } from './json-field';
import { readLangscopeFile, type LangscopeFile } from './langscope-file';
import { findOnnxFiles, type OnnxChoice } from './onnx-files';

/** What a model folder says about its model, without opening the ONNX files. */
export interface ModelFolder {
  readonly folder: string;
  readonly entry: FamilyEntry;
  readonly langscope: LangscopeFile | undefined;
  /** The folder of tokenizer.json. */
  readonly tokenizerFolder: string;
  readonly onnx: readonly OnnxChoice[];
  readonly vocabulary: number | undefined;
  readonly context: number | undefined;
  readonly licence: string | undefined;
  readonly task: string;
  readonly capabilities: readonly CapabilityReport[];
}

/** Names under which configurations keep the longest text that the model was made for. */
const contextFields = [
  'max_position_embeddings', 'n_positions', 'n_ctx', 'max_seq_len', 'max_sequence_length', 'seq_length',
]; // prettier-ignore

async function readJson(folder: string, file: string): Promise<JsonField | undefined> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return new JsonField(file, '', JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw fail('config-broken', `${file} in ${folder} is not valid JSON (${message}). Copy or download it again.`);
  }
}

async function checkFolder(folder: string): Promise<void> {
  const info = await stat(folder).catch(() => undefined);
  if (!info?.isDirectory()) {
    throw fail('model-missing', `There is no model folder ${folder}. Check the path, or choose another model.`);
  }
  if ((await readdir(folder)).length === 0) {
    throw fail(
      'model-empty',
      `The model folder ${folder} is empty. Put config.json, tokenizer.json and onnx/model.onnx there.`,
    );
  }
}

function familyOf(config: JsonField, langscope: LangscopeFile | undefined, folder: string): FamilyEntry {
  const at = config.object();
  const named = families.find(({ family }) => family === langscope?.family);
  if (named) return named;
  const type = at('model_type').optional((field) => field.string());
  const architectures = at('architectures').optional((field) => field.array().map((item) => item.string())) ?? [];
  const found =
    families.find(({ modelTypes }) => type !== undefined && modelTypes.includes(type)) ??
    families.find((entry) => architectures.some((name) => entry.architectures?.test(name)));
  if (found && at('is_encoder_decoder').value !== true) return found;
  throw fail(
    'family-unknown',
    `Langscope does not know the family of the model in ${basename(folder)} (model_type ${JSON.stringify(type ?? null)}` +
      `${architectures.length > 0 ? `, ${architectures.join(', ')}` : ''}). It reads decoder-only models ("...ForCausalLM"); ` +
      'describe any other model that predicts the next token in langscope.json.',
  );
}

function contextOf(config: JsonField, entry: FamilyEntry, langscope: LangscopeFile | undefined): number | undefined {
  if (entry.endless) return undefined;
  if (langscope?.context !== undefined) return langscope.context;
  const at = config.object();
  const places = [at, at('text_config').optional((field) => field.object())];
  for (const place of places) {
    for (const name of contextFields) {
      const value = place?.(name).value;
      if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
    }
  }
  return undefined;
}

function reports(entry: FamilyEntry): readonly CapabilityReport[] {
  const reasons: Readonly<Record<string, string>> = entry.endless
    ? { attention: 'A recurrent model has no attention: it carries a state from token to token.' }
    : { gates: 'A transformer has no gates: only LSTM and GRU cells do.' };
  return capabilities
    .filter((capability) => capability === 'score' || capability === 'generate' || reasons[capability] !== undefined)
    .map((capability) => {
      const missing = reasons[capability];
      return missing === undefined ? { capability } : { capability, missing };
    });
}

/** Reads what a model folder says about itself; refuses with a sentence what cannot be a model. */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  await checkFolder(folder);
  const described = await readJson(folder, 'langscope.json');
  const config = (await readJson(folder, 'config.json')) ?? (described && new JsonField('config.json', '', {}));
  if (!config) {
    throw fail(
      'config-missing',
      `${folder} has no config.json. Copy it from the model's source, or describe the model in langscope.json.`,
    );
  }
  const langscope = described && readLangscopeFile(described);
  const entry = familyOf(config, langscope, folder);
  const tokenizer = join(folder, langscope?.tokenizer ?? 'tokenizer.json');
  if (basename(tokenizer) !== 'tokenizer.json') {
    throw fail('config-broken', `langscope.json: "tokenizer" must be the path of a file named tokenizer.json.`);
  }
  if (!(await stat(tokenizer).catch(() => undefined))?.isFile()) {
    throw fail(
      'tokenizer-missing',
      `${dirname(tokenizer)} has no tokenizer.json. Copy it from the model's source (a "fast" tokenizer of Hugging Face).`,
    );
  }
  const onnx = await findOnnxFiles(folder);
  if (onnx.length === 0) {
    throw fail(
      'onnx-missing',
      `${folder} has no onnx/model.onnx (nor model_q4.onnx, ...). Export the model to ONNX first.`,
    );
  }
  const at = config.object();
  const vocabulary = at('vocab_size').value;
  const licence = at('license').value;
  return {
    folder,
    entry,
    langscope,
    tokenizerFolder: dirname(tokenizer),
    onnx,
    vocabulary: langscope?.vocabSize ?? (typeof vocabulary === 'number' ? vocabulary : undefined),
    context: contextOf(config, entry, langscope),
    licence: langscope?.licence ?? (typeof licence === 'string' ? licence : undefined),
    task: langscope?.task ?? entry.task,
    capabilities: reports(entry),
  };
}

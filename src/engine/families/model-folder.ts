import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { capabilities, fail, type CapabilityReport } from '../../protocol';
import { noTemplate, templateSource } from '../chat/template-source';
import { families, noLanguages, noSummaries, noTranslation, type FamilyEntry } from './family-table';
import { JsonField } from './json-field';
import { readLangscopeFile, type LangscopeFile } from './langscope-file';
import { findOnnxFiles, type OnnxChoice } from './onnx-files';
import { translatingOf, type Translating } from './translating';

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
  /** Tokens that end a text. */
  readonly endTokens: readonly number[];
  readonly licence: string | undefined;
  readonly task: string;
  readonly capabilities: readonly CapabilityReport[];
  /** The token that a decoder reads before a second text; undefined where nothing tells it, or there is no decoder. */
  readonly decoderStart: number | undefined;
  /** How it is told which language is wanted; undefined: its folder says nothing of languages. */
  readonly translating: Translating | undefined;
  /** What stands before a text that is to be summarised, as T5 was trained; empty where the configuration names nothing. */
  readonly summaryPrefix: string;
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
  const both = at('is_encoder_decoder').value;
  const fits = ({ reads }: FamilyEntry): boolean => (reads === 'two-texts' ? both !== false : both !== true);
  const possible = families.filter(fits);
  const found =
    possible.find(({ modelTypes }) => type !== undefined && modelTypes.includes(type)) ??
    possible.find((entry) => architectures.some((name) => entry.architectures?.test(name)));
  if (found) return found;
  throw fail(
    'family-unknown',
    `Langscope does not know the family of the model in ${basename(folder)} (model_type ${JSON.stringify(type ?? null)}` +
      `${architectures.length > 0 ? `, ${architectures.join(', ')}` : ''}). It reads decoder-only models ("...ForCausalLM"), ` +
      'encoders ("...ForMaskedLM") and encoder-decoder models of text such as T5, BART and Marian; ' +
      'describe any other model in langscope.json.',
  );
}

/** eos_token_id of generation_config.json, else of config.json: one id, or several. */
function endTokensOf(...configs: readonly (JsonField | undefined)[]): readonly number[] {
  for (const config of configs) {
    const value = config?.object()('eos_token_id').value;
    const ids = (Array.isArray(value) ? value : [value]).filter((id): id is number => Number.isSafeInteger(id));
    if (ids.length > 0) return ids;
  }
  return [];
}

function contextOf(config: JsonField, entry: FamilyEntry, langscope: LangscopeFile | undefined): number | undefined {
  if (entry.endless) return undefined;
  if (langscope?.context !== undefined) return langscope.context;
  const at = config.object();
  const type = at('model_type').value;
  const padding = at('pad_token_id').value;
  const behind = typeof type === 'string' && entry.positionsBehindPadding.includes(type);
  const unused = behind && typeof padding === 'number' ? padding + 1 : behind ? 2 : 0;
  const places = [at, at('text_config').optional((field) => field.object())];
  for (const place of places) {
    for (const name of contextFields) {
      const value = place?.(name).value;
      if (typeof value === 'number' && Number.isSafeInteger(value) && value > unused) return value - unused;
    }
  }
  return undefined;
}

async function reports(
  { missing, family, reads }: FamilyEntry,
  named: string | undefined,
  folder: string,
  task: string,
  translating: Translating | undefined,
): Promise<readonly CapabilityReport[]> {
  const answers = reads === 'one-text' && task === questionAnswering;
  const template = missing.generate === undefined ? await hasTemplate(folder) : false;
  const chat = missing.generate ?? (template ? undefined : noTemplate);
  const besides: FamilyEntry['missing'] = {
    chat,
    // An instruct model writes summaries when it is told to.
    ...(reads === 'next-token' &&
      chat !== undefined && { summarize: `It cannot be told to summarise. ${noSummaries}` }),
    ...(reads === 'two-texts' && task === 'translation' && { summarize: `It was made to translate. ${noSummaries}` }),
    ...(reads === 'two-texts' && !translating && { translate: noLanguages }),
    ...(reads === 'two-texts' && task === 'summarization' && { translate: noTranslation }),
  };
  // An encoder that langscope.json describes may be a recurrent one: only its graph tells.
  const unknown = reads === 'one-text' && named === family;
  return capabilities.map((capability) => {
    const able = (capability === 'gates' && unknown) || (capability === 'answer' && answers);
    const why = able ? undefined : (besides[capability] ?? missing[capability]);
    return why === undefined ? { capability } : { capability, missing: why };
  });
}

/** The task of models that point at answers in a text. */
const questionAnswering = 'question-answering';

/** Whether an encoder was exported with the head that gives the start and the end of an answer. */
function pointsAtAnswers(config: JsonField): boolean {
  const architectures = config.object()('architectures').value;
  return Array.isArray(architectures) && architectures.some((name) => /ForQuestionAnswering$/.test(String(name)));
}

/** A template that cannot be read is there: chatting says what is wrong with it. */
async function hasTemplate(folder: string): Promise<boolean> {
  return templateSource(folder).then(
    (source) => source !== undefined,
    () => true,
  );
}

/** The token that a decoder begins with, as transformers finds it. */
function decoderStart(config: JsonField, generation: JsonField | undefined): number | undefined {
  const at = config.object();
  const more = generation?.object();
  const found = [
    at('decoder_start_token_id').value,
    more?.('decoder_start_token_id').value,
    at('bos_token_id').value,
    more?.('bos_token_id').value,
  ].find((id) => typeof id === 'number');
  return found;
}

/** `task_specific_params.summarization.prefix` of config.json. */
function summaryPrefix({ value }: JsonField): string {
  const inside = (object: unknown, name: string): unknown =>
    typeof object === 'object' && object !== null ? (object as Readonly<Record<string, unknown>>)[name] : undefined;
  const prefix = ['task_specific_params', 'summarization', 'prefix'].reduce(inside, value);
  return typeof prefix === 'string' ? prefix : '';
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
  const twoTexts = entry.reads === 'two-texts';
  const onnx = await findOnnxFiles(folder, twoTexts ? 'encoder-and-decoder' : 'one-graph');
  const at = config.object();
  const type = at('model_type').value;
  const usual = (typeof type === 'string' ? entry.tasks?.[type] : undefined) ?? entry.task;
  const task = langscope?.task ?? (entry.reads === 'one-text' && pointsAtAnswers(config) ? questionAnswering : usual);
  const vocabulary = at('vocab_size').value;
  const licence = at('license').value;
  const translating = twoTexts
    ? translatingOf(config, await readJson(folder, 'tokenizer_config.json'), langscope)
    : undefined;
  return {
    folder,
    entry,
    langscope,
    tokenizerFolder: dirname(tokenizer),
    onnx,
    vocabulary: langscope?.vocabSize ?? (typeof vocabulary === 'number' ? vocabulary : undefined),
    context: contextOf(config, entry, langscope),
    endTokens: endTokensOf(await readJson(folder, 'generation_config.json'), config),
    licence: langscope?.licence ?? (typeof licence === 'string' ? licence : undefined),
    task,
    capabilities: await reports(entry, langscope?.family, folder, task, translating),
    summaryPrefix: summaryPrefix(config),
    decoderStart: twoTexts ? decoderStart(config, await readJson(folder, 'generation_config.json')) : undefined,
    translating,
  };
}

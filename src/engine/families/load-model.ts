import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type Precision, type Provider } from '../../protocol';
import { floatEightBit } from '../graph/eight-bit-weights';
import { withNewRows } from '../graph/new-rows';
import { dataTypes, type Graph } from '../graph/onnx-model';
import { readOnnx } from '../graph/read-onnx';
import { splitModel, type SplitModel } from '../graph/split-model';
import { timeFirstRecurrent } from '../graph/recurrent/time-first-recurrent';
import { takesRoom } from '../graph/takes-room';
import { widened, widenHalf } from '../graph/widen-half';
import type { Load } from '../model-pool';
import { openOnProvider } from '../runtime/open-on-provider';
import { openTokenizer } from '../text/open-tokenizer';
import type { Tokenizer } from '../text/tokenizer';
import { bindInputs, type BoundInputs } from './bind-inputs';
import { describeModel, nameOf } from './catalogue';
import { GraphLanguageModel } from './graph-language-model';
import type { LanguageModel } from './language-model';
import { readModelFolder, type ModelFolder } from './model-folder';
import { autoChoice, type OnnxChoice } from './onnx-files';
import { openSessions, type OpenParts, type PreparedFile } from './open-sessions';
import { withStartToken } from './start-token';

/** The file of a precision, or the one that 'auto' takes; refuses (`precision-missing`) one that is not there. */
export function choose(model: ModelFolder, wanted: Precision | 'auto', provider: Provider): OnnxChoice {
  const choice =
    wanted === 'auto' ? autoChoice(model.onnx, provider) : model.onnx.find(({ precision }) => precision === wanted);
  if (choice) return choice;
  const megabytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1e6))} MB`;
  const there = model.onnx.map(({ precision, bytes }) => `${precision} (${megabytes(bytes)})`).join(', ');
  throw fail(
    'precision-missing',
    `${model.folder} has no ${wanted} weights. It has ${there}; choose one of these or "auto".`,
  );
}

/** Carries in float32 what the graph carries in half precision. */
function inFloat(graph: Graph, inputs: BoundInputs): { readonly graph: Graph; readonly inputs: BoundInputs } {
  const half = inputs.carried.filter(({ elementType }) => elementType === dataTypes.float16);
  const names = (of: 'input' | 'output'): ReadonlySet<string> => new Set(half.map((array) => array[of]));
  const carried = inputs.carried.map((array) =>
    half.includes(array)
      ? { ...array, input: widened(array.input), output: widened(array.output), elementType: dataTypes.float }
      : array,
  );
  return { graph: widenHalf(graph, names('input'), names('output')), inputs: { ...inputs, carried } };
}

/** Lets the body give the new rows of its cache alone. */
function withCacheRows(split: SplitModel, { carried }: BoundInputs): Pick<PreparedFile, 'split' | 'newRows'> {
  const growing = carried.map(({ output, start, elementType }) => ({ output, axis: start.indexOf(0), elementType }));
  const fits =
    growing.length > 0 && growing.every(({ axis, elementType }) => axis >= 0 && elementType === dataTypes.float);
  if (!fits) return { split, newRows: undefined };
  const { graph } = split.body;
  const newRows = { takesRoom: takesRoom(graph, new Set(carried.map(({ input }) => input))) };
  return { split: { ...split, body: { ...split.body, graph: withNewRows(graph, growing) } }, newRows };
}

function prepare(model: ModelFolder, choice: OnnxChoice): PreparedFile {
  const file = readOnnx(choice.path);
  const bound = bindInputs(file.model.graph, model.entry, model.langscope);
  const { graph, inputs } = inFloat(file.model.graph, bound);
  const whole = { ...file.model, graph: floatEightBit(timeFirstRecurrent(graph)) };
  const rows = withCacheRows(splitModel(whole, inputs.logits), inputs);
  return { file, inputs, whole, ...rows, forgets: model.entry.endless };
}

function checkVocabulary(tokenizer: Tokenizer, width: number, model: ModelFolder): void {
  const size = tokenizer.vocabularySize;
  if (size <= width && (model.langscope?.vocabSize ?? width) <= width) return;
  throw fail(
    'vocabulary-mismatch',
    `The tokenizer has ${size} tokens, but the model gives probabilities for ${width}: tokenizer.json and the ONNX file ` +
      'belong to different models. Copy both from the same source.',
  );
}

function check(token: CancellationToken): void {
  if (token.isCancellationRequested) throw fail('cancelled', 'Loading the model was cancelled.');
}

/** Refuses a model that predicts no next token, and says what it can do instead. */
function checkPredicts({ entry, folder }: ModelFolder): void {
  if (entry.reads !== 'next-token') throw fail('unsupported', `${nameOf(folder)}: ${entry.missing.score ?? ''}`);
}

/** Loads a decoder-only or recurrent model from its folder. */
export const loadModel: Load<LanguageModel> = async (folder, options, token) => {
  const model = await readModelFolder(folder);
  checkPredicts(model);
  const installed = await describeModel(folder);
  check(token);
  const tokenizer = withStartToken(await openTokenizer(model.tokenizerFolder), model.langscope?.startToken);
  check(token);
  const prepared = new Map<string, PreparedFile>();
  const open = async (provider: Provider): Promise<{ parts: OpenParts; choice: OnnxChoice; file: PreparedFile }> => {
    check(token);
    const choice = choose(model, options.precision, provider);
    const file = prepared.get(choice.path) ?? prepare(model, choice);
    prepared.set(choice.path, file);
    return { parts: await openSessions(file, provider, options.threads, options.provider !== 'auto'), choice, file };
  };
  const { value, report } = await openOnProvider(options.provider, open);
  const { body, head } = value.parts;
  const loaded: LanguageModel = new GraphLanguageModel(
    {
      installed,
      tokenizer,
      family: model.entry.family,
      precision: value.choice.precision,
      provider: report,
      context: model.context,
      endTokens: model.endTokens,
      bytes: value.file.file.weightBytes,
    },
    {
      path: value.choice.path,
      model: value.file.whole,
      inputs: value.file.inputs,
      endless: value.file.forgets,
      place: { provider: report.provider, threads: options.threads, folder: value.file.file.folder },
    },
    body,
    head,
  );
  try {
    check(token);
    checkVocabulary(tokenizer, head.width, model);
    return loaded;
  } catch (error) {
    await loaded.dispose();
    throw error;
  }
};

import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type Precision } from '../../protocol';
import { encodeModel } from '../graph/onnx-model';
import { architectureNamed } from './architecture/architecture-table';
import { modelShape } from './architecture/model-shape';
import { writeFolder, writeJson } from './atomic-folder';
import { openGguf, type GgufFile } from './file/gguf-file';
import type { GgufMetadata } from './file/gguf-metadata';
import { languageGraph } from './graph/language-graph';
import { ModelTensors } from './graph/model-tensors';
import { weightFileOf, WeightPlan } from './graph/weight-plan';
import { writeWeights, type ReportProgress } from './graph/write-weights';
import { generationConfig, modelConfig } from './model-config';
import { transcode, transcodingOf } from './quantization/transcode';

/** A model that was made of a GGUF file. */
export interface ImportedModel {
  readonly folder: string;
  /** What the person, or else the file, calls it. */
  readonly name: string;
  readonly architecture: string;
  readonly precision: Precision;
  /** Of the graph and its weights. */
  readonly bytes: number;
  readonly vocabulary: number;
  readonly context: number;
}

export interface ImportOptions {
  readonly name?: string;
  readonly report: ReportProgress;
  readonly token: CancellationToken;
  /** Writes tokenizer.json and what belongs to it. */
  readonly writeTokenizer: (metadata: GgufMetadata, folder: string) => Promise<void>;
}

/** What to call the precision of a file: that of most of its matrices' weights. */
function precisionOf(file: GgufFile): Precision {
  const weights = new Map<Precision, number>();
  for (const { format, shape } of file.tensors) {
    // Matrices of layers: norms are always float, and embeddings as a rule finer than the rest.
    if (shape.length < 2) continue;
    const transcoding = transcodingOf(format);
    const blocks: Precision = transcoding.kind === 'blocks' && transcoding.bits === 4 ? 'q4' : 'q8';
    const precision = transcoding.kind === 'blocks' ? blocks : format === 'F16' ? 'fp16' : 'fp32';
    const count = shape.reduce((product, size) => product * size, 1);
    weights.set(precision, (weights.get(precision) ?? 0) + count);
  }
  return [...weights].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'fp32';
}

/** Endings by which a precision's file is found, see families/onnx-files. */
const endings: Readonly<Record<Precision, string>> = { fp32: '', fp16: '_fp16', q4: '_q4', q8: '_q8', int8: '_int8' };

/** By which factor each pair of numbers turns slower (LLaMA 3.1): the numbers of rope_freqs.weight. */
async function slowerPairs(file: GgufFile): Promise<readonly number[] | undefined> {
  const tensor = file.tensor('rope_freqs.weight');
  if (!tensor) return undefined;
  const columns = tensor.shape.at(-1)!;
  const found = transcode(tensor.format, await file.read(tensor, 0, 1), 1, columns);
  return found.kind === 'float' ? [...found.values] : undefined;
}

async function importFile(file: GgufFile, folder: string, options: ImportOptions): Promise<ImportedModel> {
  const { metadata } = file;
  const source = basename(file.path);
  const named = metadata.text('general.architecture');
  if (named === undefined) {
    throw fail('gguf-broken', `${source} does not say which architecture it has. Get the file from another source.`);
  }
  const shape = modelShape(metadata, architectureNamed(named, source), source);
  const vocabulary = file.tensor('token_embd.weight')?.shape[0] ?? 0;
  const precision = precisionOf(file);
  const graphFile = `model${endings[precision]}.onnx`;
  const plan = new WeightPlan(weightFileOf(graphFile));
  const tensors = new ModelTensors(file, source);
  const model = encodeModel(languageGraph(shape, tensors, plan, await slowerPairs(file), vocabulary));
  const bytes = plan.bytes + model.length;
  const name = options.name ?? metadata.text('general.name') ?? basename(folder);
  await writeFolder(folder, bytes, async (temporary) => {
    const onnx = join(temporary, 'onnx');
    await mkdir(onnx);
    await writeFile(join(onnx, graphFile), model);
    await writeWeights(join(onnx, weightFileOf(graphFile)), file, plan, options.report, options.token);
    const config = modelConfig(shape, metadata, vocabulary, !tensors.has('output.weight'));
    await writeJson(join(temporary, 'config.json'), { _name_or_path: name, ...config });
    await writeJson(join(temporary, 'generation_config.json'), generationConfig(metadata));
    await options.writeTokenizer(metadata, temporary);
    if (options.token.isCancellationRequested) throw fail('cancelled', 'The import was cancelled.');
  });
  return { folder, name, architecture: named, precision, bytes, vocabulary, context: shape.context };
}

/**
 * Makes a model folder in Hugging Face's layout of a GGUF file: a graph of fused operators whose quantized weights are
 * the file's own codes, the tokenizer, and the configuration. The folder is made whole or not at all. Refuses, with a
 * sentence: files that are broken, of an unknown architecture or format, or lack tensors; a folder that cannot be
 * written; a disk without room; and `cancelled`.
 */
export async function importGguf(path: string, folder: string, options: ImportOptions): Promise<ImportedModel> {
  const file = await openGguf(path);
  try {
    return await importFile(file, folder, options);
  } finally {
    await file.close();
  }
}

import { basename, dirname } from 'node:path';
import { fail } from '../../protocol';
import { checkExternalData } from './external-data';
import { decodeModel, opsetOf, type OnnxModel } from './onnx-model';
import { sortNodes } from './sort-nodes';
import { slimBytes } from './slim-bytes';
import { WireError } from './wire-reader';

/** An ONNX file read without its weights. */
export interface OnnxFile {
  readonly path: string;
  /** Where the external data are looked for. */
  readonly folder: string;
  readonly model: OnnxModel;
  /** Bytes of all weights, inside the file or beside it. */
  readonly weightBytes: number;
}

/** GatherElements and negative axes, which the scoring nodes need, came with this version. */
const oldestOpset = 11;

function slim(path: string): Uint8Array {
  try {
    return slimBytes(path);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw fail(
      'onnx-broken',
      `${basename(path)} is damaged or not an ONNX file (${error.message}). Copy or download it again.`,
    );
  }
}

/** Graph inputs that only name an initializer (files before IR version 4) are no inputs; nodes are put into order. */
function tidied(model: OnnxModel): OnnxModel {
  const weights = new Set(model.graph.initializer.map(({ name }) => name));
  const input = model.graph.input.filter(({ name }) => !weights.has(name));
  const graph = sortNodes({ ...model.graph, input });
  return { ...model, irVersion: Math.max(4, Number(model.irVersion ?? 0)), graph };
}

/** Reads an ONNX file; refuses (`onnx-broken`, `weights-missing`) what is truncated, no ONNX file or lacks its weights. */
export function readOnnx(path: string): OnnxFile {
  const folder = dirname(path);
  const model = decodeModel(slim(path));
  if (model === undefined) {
    throw fail('onnx-broken', `${basename(path)} is not an ONNX file. Copy or download it again.`);
  }
  if (opsetOf(model) < oldestOpset) {
    throw fail(
      'onnx-broken',
      `${basename(path)} was exported for ONNX opset ${opsetOf(model)}. Export it again with opset ${oldestOpset} or later.`,
    );
  }
  const weightBytes = checkExternalData(folder, basename(path), model.graph);
  return { path, folder, model: tidied(model), weightBytes };
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { encodeModel, type OnnxModel } from '../../../src/engine/graph/onnx-model';
import { loadModel } from '../../../src/engine/families/load-model';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { FailureError, type FailureCode, type LoadOptions } from '../../../src/protocol';
import { vocabulary } from '../graph/tiny-model';

export type Files = Readonly<Record<string, string | Uint8Array | object>>;

const made: string[] = [];

/** Writes a folder that lives until `removeFolders`; objects are written as JSON. */
export function folderOf(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'langscope-model-'));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const plain = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(join(folder, name), plain ? content : JSON.stringify(content));
  }
  return folder;
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A tokenizer of whole words w0, w1, ... */
export function wordTokenizer(size: number = vocabulary): object {
  const vocab = Object.fromEntries(Array.from({ length: size }, (_word, id) => [`w${id}`, id]));
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: { type: 'WordLevel', vocab, unk_token: 'w0' },
  };
}

export const config = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  max_position_embeddings: 128,
  vocab_size: vocabulary,
};

export const lstmDescription = {
  family: 'recurrent',
  state: [
    { input: 'h.0', output: 'h_out.0', shape: [1, 'batch', 8] },
    { input: 'c.0', output: 'c_out.0', shape: [1, 'batch', 8] },
  ],
};

/** All files but one. */
export function without(files: Files, file: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== file));
}

/** The files of a whole model folder around one graph. */
export function filesFor(model: OnnxModel, more: Files = {}): Files {
  return { 'config.json': config, 'tokenizer.json': wordTokenizer(), 'onnx/model.onnx': encodeModel(model), ...more };
}

export async function load(folder: string, options: Partial<LoadOptions> = {}): Promise<LanguageModel> {
  const all = { precision: 'auto', provider: 'cpu', threads: 1, ...options } as const;
  return loadModel(folder, all, new CancellationTokenSource().token);
}

/** What loading a folder fails with; undefined where it does not. */
export async function failureOf(
  folder: string,
  options: Partial<LoadOptions> = {},
): Promise<{ code: FailureCode; message: string } | undefined> {
  try {
    await (await load(folder, options)).dispose();
    return undefined;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
}

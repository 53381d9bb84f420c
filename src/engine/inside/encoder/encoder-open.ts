import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, FailureError, type LoadOptions } from '../../../protocol';
import { describeModel } from '../../families/catalogue';
import type { LanguageModel } from '../../families/language-model';
import { choose } from '../../families/load-model';
import { readModelFolder, type ModelFolder } from '../../families/model-folder';
import type { OnnxChoice } from '../../families/onnx-files';
import { openOnProvider } from '../../runtime/open-on-provider';
import { runtimeFailure, type SessionPlace } from '../../runtime/session';
import { openTokenizer } from '../../text/open-tokenizer';
import { readTokenizerFile } from '../../text/tokenizer-file';
import { EncoderDecoderModel } from './encoder-decoder-model';
import { frameOf } from './encoder-frame';
import { EncoderModel } from './encoder-model';
import { EncoderPart } from './encoder-part';
import type { TextReader } from './encoder-text';
import { checkCancelled } from '../in-steps';
import type { ObservedModel } from '../attention/observed-model';
import { mostTokens } from '../read-window';

export interface EncoderOptions extends Pick<LoadOptions, 'precision'> {
  readonly threads: number;
}

/** An open model that predicts no next token, but whose attention can be read. */
export interface OpenEncoder extends Pick<
  LanguageModel,
  'installed' | 'family' | 'precision' | 'provider' | 'context' | 'bytes'
> {
  readonly observed: ObservedModel;
  /** Its graphs are cut into parts; there is no whole one to be tapped in another way. */
  readonly source: undefined;
  dispose(): Promise<void>;
}

/** Whether a folder's model is one of these; the others are loaded by `loadModel`. */
export async function isEncoder(folder: string): Promise<boolean> {
  return (await readModelFolder(folder)).entry.reads !== 'next-token';
}

async function openParts(
  folder: ModelFolder,
  choice: OnnxChoice,
  reader: TextReader,
  place: Omit<SessionPlace, 'folder'>,
): Promise<{ readonly observed: ObservedModel; readonly parts: readonly EncoderPart[] }> {
  const parts: EncoderPart[] = [];
  const open = async (path: string, handsOn: boolean): Promise<EncoderPart> => {
    const part = await EncoderPart.open(folder, path, place, handsOn);
    parts.push(part);
    return part;
  };
  try {
    if (choice.decoder === undefined)
      return { observed: await EncoderModel.open(await open(choice.path, false), reader), parts };
    if (folder.decoderStart === undefined) {
      throw fail(
        'config-broken',
        `config.json in ${folder.folder} does not say with which token the decoder begins. Add "decoder_start_token_id".`,
      );
    }
    const [encoder, decoder] = [await open(choice.path, true), await open(choice.decoder, false)];
    return { observed: await EncoderDecoderModel.open(encoder, decoder, reader, folder.decoderStart), parts };
  } catch (error) {
    for (const part of parts) await part.chain.dispose();
    throw error;
  }
}

/** On the CPU an error of onnxruntime is the file's or the memory's. */
function asFailure(error: Error, path: string): Error {
  if (error instanceof FailureError) return error;
  const { code, message } = runtimeFailure(error, 'onnx-broken', `${path} could not be opened`);
  return fail(code, message);
}

/**
 * Opens an encoder, or an encoder with its decoder, to read attention, on the CPU: only its operators show their weights.
 * Refuses what a folder can be wrong in as `loadModel` does, and (`unsupported`) graphs whose attention cannot be
 * seen.
 */
export async function openEncoder(
  path: string,
  options: EncoderOptions,
  token: CancellationToken,
): Promise<OpenEncoder> {
  const folder = await readModelFolder(path);
  const installed = await describeModel(path);
  const { postProcessor } = await readTokenizerFile(folder.tokenizerFolder);
  const tokenizer = await openTokenizer(folder.tokenizerFolder);
  checkCancelled(token);
  const reader: TextReader = {
    name: installed.name,
    tokenizer,
    frame: frameOf(postProcessor),
    most: Math.min(folder.context ?? Infinity, mostTokens),
  };
  const { value, report } = await openOnProvider('cpu', async (provider) => {
    checkCancelled(token);
    const choice = choose(folder, options.precision, provider);
    try {
      return { choice, ...(await openParts(folder, choice, reader, { provider, threads: options.threads })) };
    } catch (error) {
      if (!(error instanceof Error) || error instanceof TypeError) throw error;
      throw asFailure(error, choice.path);
    }
  });
  return {
    installed,
    family: folder.entry.family,
    precision: value.choice.precision,
    provider: report,
    context: folder.context,
    bytes: value.parts.reduce((sum, { bytes }) => sum + bytes, 0),
    observed: value.observed,
    source: undefined,
    dispose: async () => {
      for (const { chain } of value.parts) await chain.dispose();
    },
  };
}

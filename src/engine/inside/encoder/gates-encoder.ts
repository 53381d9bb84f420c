import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type InsideText, type Provenance } from '../../../protocol';
import { describeModel } from '../../families/catalogue';
import { choose } from '../../families/load-model';
import { readModelFolder } from '../../families/model-folder';
import type { OnnxModel } from '../../graph/onnx-model';
import { readOnnx } from '../../graph/read-onnx';
import { tapRecurrent } from '../../graph/recurrent/tap-recurrent';
import { runtimeFailure, Session, type SessionPlace } from '../../runtime/session';
import { openTokenizer } from '../../text/open-tokenizer';
import { readTokenizerFile } from '../../text/tokenizer-file';
import { bindText, textFeeds } from './encoder-feeds';
import { frameOf } from './encoder-frame';
import { readSource } from './encoder-text';
import { gatesGraph, lengthsOf, noGates, seriesOf } from '../gates/gates-session';
import type { Report } from '../../report';
import { KeptGates } from '../gates/kept-gates';
import { mostAtOnce } from '../gates/read-gates';

/** What was read, with what is told of it. */
export interface GatesRead {
  readonly kept: KeptGates;
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
  readonly provenance: Provenance;
}

async function open(model: OnnxModel, place: SessionPlace, path: string): Promise<Session> {
  try {
    return await Session.open(model, place, 'The tapped model');
  } catch (error) {
    const { code, message } = runtimeFailure(error, 'unsupported', `${path} cannot be looked into`);
    throw fail(code, message);
  }
}

/**
 * Reads a text with a recurrent encoder (both directions, no prediction), all of it in one run, and keeps the gates. Refuses
 * what a folder can be wrong in, and (`unsupported`) encoders without recurrent nodes and encoders with a decoder.
 */
export async function* readEncoderGates(
  request: InsideText,
  path: string,
  threads: number,
  report: Report,
  token: CancellationToken,
): AsyncGenerator<void, GatesRead, void> {
  const [folder, { name }] = [await readModelFolder(path), await describeModel(path)];
  const choice = choose(folder, request.precision, 'cpu');
  if (choice.decoder !== undefined) {
    throw fail(
      'unsupported',
      `${name} has an encoder and a decoder, whose gates cannot be shown. Choose a model that reads one text, such as langscope-lstm.`,
    );
  }
  const file = readOnnx(choice.path);
  const inputs = bindText(file.model.graph, folder.entry, folder.langscope);
  const tapped = tapRecurrent(file.model);
  const { layers, missing } = tapped;
  if (layers.length === 0) throw noGates(name, missing);
  const { postProcessor } = await readTokenizerFile(folder.tokenizerFolder);
  const tokenizer = await openTokenizer(folder.tokenizerFolder);
  const most = Math.min(folder.context ?? Infinity, mostAtOnce);
  const tokens = await readSource({ name, tokenizer, frame: frameOf(postProcessor), most }, request, token);
  yield;
  const { ids } = tokens;
  const session = await open(gatesGraph(tapped), { provider: 'cpu', threads, folder: file.folder }, choice.path);
  try {
    yield;
    const kept = new KeptGates(request, tokens, layers);
    const outputs = layers.flatMap((layer) => [...layer.outputs.values()]);
    const lengths = lengthsOf(layers);
    const results = await session.run(textFeeds(inputs, ids), [...outputs, ...lengths]);
    const values = seriesOf(name, results, outputs, lengths, ids.length);
    const places = layers.flatMap((layer, at) => [...layer.outputs.keys()].map((series) => ({ at, series })));
    places.forEach(({ at, series }, i) => kept.write(at, series, 0, values[i]!));
    report(ids.length, ids.length);
    const facts = { model: name, family: folder.entry.family, precision: choice.precision, provider: 'cpu' } as const;
    return { kept, missing, provenance: { ...facts, window: ids.length, stride: ids.length } };
  } finally {
    await session.dispose();
  }
}

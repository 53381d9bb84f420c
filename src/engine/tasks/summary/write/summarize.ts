import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type RequestOf, type WrittenSummary } from '../../../../protocol';
import { chatReader } from '../../../chat/chat-reader';
import type { Engine } from '../../../engine';
import { isBundled, nameOf } from '../../../families/catalogue';
import { readModelFolder } from '../../../families/model-folder';
import { provenanceOf } from '../../../scoring/window-shape';
import { modelLooks } from '../../looks/model-looks';
import { SelectorModel } from '../selector-model';
import { EncoderDecoderWriter, type KeepTokens } from './encoder-decoder-writer';
import { InstructWriter } from './instruct-writer';
import type { SummaryTold } from './write-summary';
import { writeSummary } from './write-summary';

/** Tokens that the selector finds less probable are not copied; the recipe chose it on development texts (figures.json). */
const leastKept = 0.2;

type Request = RequestOf<'summarize'>;

/** Answers `summarize`: with the encoder and decoder of a summariser, or by asking an instruct model. */
export async function summarize(engine: Engine, request: Request, token: CancellationToken): Promise<WrittenSummary> {
  const folder = engine.folderOf(request.model);
  const { entry, capabilities } = await readModelFolder(folder);
  const missing = capabilities.find(({ capability }) => capability === 'summarize')?.missing;
  if (missing !== undefined) throw fail('unsupported', `${nameOf(folder)} cannot write summaries. ${missing}`);
  return entry.reads === 'two-texts'
    ? withDecoder(engine, request, folder, isBundled(folder), token)
    : withInstructions(engine, request, folder, isBundled(folder), token);
}

function toldBy(engine: Engine, { task }: Request): SummaryTold {
  if (task === undefined) return { writing: () => undefined, written: () => undefined };
  return {
    writing: (sequence, text, tokens) => engine.emit('generated', { task, sequence, text, tokens }),
    written: (event) => engine.emit('summarized', { task, ...event }),
  };
}

async function withDecoder(
  engine: Engine,
  request: Request,
  folder: string,
  english: boolean,
  token: CancellationToken,
): Promise<WrittenSummary> {
  const { inside, pool } = engine;
  const { documents, sentences, task, provider } = request;
  const held: (() => void)[] = [];
  try {
    let keep: KeepTokens | undefined;
    if (request.keep === true) {
      const options = { precision: 'auto', provider } as const;
      const selector = await pool.get(SelectorModel.open, folder, options, token);
      held.push(inside.hold(selector));
      keep = async (ids) => (await selector.keep(ids)).map((probability) => Number(probability > leastKept));
    }
    const model = await engine.seq2seq(request, token);
    const { precision, facts } = model;
    const looks = modelLooks(engine, folder, precision, token);
    held.push(looks.release);
    const writer = new EncoderDecoderWriter(model, looks.find, keep);
    return await inside.workWith(model, task, token, async function* (_model, report) {
      const wish = { documents, sentences, english };
      const summary = yield* writeSummary(writer, wish, toldBy(engine, request), report, token);
      return { ...summary, provenance: provenanceOf(facts, { window: writer.window, stride: writer.window }) };
    });
  } finally {
    for (const release of held) release();
  }
}

async function withInstructions(
  engine: Engine,
  request: Request,
  folder: string,
  english: boolean,
  token: CancellationToken,
): Promise<WrittenSummary> {
  const { documents, sentences } = request;
  if (request.keep === true) {
    throw fail('unsupported', `${nameOf(folder)} copies nothing, so that what it copies cannot be chosen. Leave that out.`); // prettier-ignore
  }
  const reader = await chatReader(folder);
  return engine.inside.work(request, token, async function* (model, report) {
    const writer = new InstructWriter(model, reader);
    const wish = { documents, sentences, english };
    const summary = yield* writeSummary(writer, wish, toldBy(engine, request), report, token);
    return { ...summary, provenance: provenanceOf(model, { window: writer.window, stride: writer.window }) };
  });
}

import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type RequestOf, type WrittenSummary } from '../../../../protocol';
import { chatReader } from '../../../chat/chat-reader';
import type { Engine } from '../../../engine';
import { describeModel, nameOf } from '../../../families/catalogue';
import { readModelFolder } from '../../../families/model-folder';
import { provenanceOf } from '../../../scoring/window-shape';
import { SelectorModel } from '../selector-model';
import { EncoderDecoderWriter, type KeepTokens } from './encoder-decoder-writer';
import { InstructWriter } from './instruct-writer';
import { observedLooks } from './observed-looks';
import type { SummaryTold } from './write-summary';
import { writeSummary } from './write-summary';

/** Tokens that the selector finds less probable are not copied, as in the recipe's evaluation. */
const leastKept = 0.15;

type Request = RequestOf<'summarize'>;

/** Answers `summarize`: with the encoder and decoder of a summariser, or by asking an instruct model. */
export async function summarize(engine: Engine, request: Request, token: CancellationToken): Promise<WrittenSummary> {
  const folder = engine.folderOf(request.model);
  const { entry } = await readModelFolder(folder);
  const { capabilities, bundled, name } = await describeModel(folder);
  const missing = capabilities.find(({ capability }) => capability === 'summarize')?.missing;
  if (missing !== undefined) throw fail('unsupported', `${name} cannot write summaries. ${missing}`);
  return entry.reads === 'two-texts'
    ? withDecoder(engine, request, folder, bundled, token)
    : withInstructions(engine, request, folder, bundled, token);
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
  const model = await engine.seq2seq(request, token);
  const { precision } = model;
  const selector = request.keep === true ? await pool.get(SelectorModel.open, folder, { precision: 'auto', provider }, token) : undefined; // prettier-ignore
  const keep: KeepTokens | undefined =
    selector && (async (ids) => (await selector.keep(ids)).map((probability) => Number(probability > leastKept)));
  const held = selector ? [inside.hold(selector)] : [];
  const looks = observedLooks(
    async () => {
      const seen = await inside.encoders.get(folder, { precision, threads: pool.threads }, token);
      held.push(inside.hold(seen));
      return seen.observed;
    },
    { model: request.model, precision, provider: 'cpu' },
  );
  const writer = new EncoderDecoderWriter(model, looks, keep);
  try {
    return await inside.workWith(model, task, token, async function* ({ facts }, report) {
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
  const name = documents.length === 1 ? documents[0]!.name : 'text';
  return engine.inside.work(request, token, async function* (model, report) {
    const writer = new InstructWriter(model, reader, name);
    const wish = { documents, sentences, english };
    const summary = yield* writeSummary(writer, wish, toldBy(engine, request), report, token);
    return { ...summary, provenance: provenanceOf(model, { window: writer.window, stride: writer.window }) };
  });
}

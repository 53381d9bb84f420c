import { env, listSupportedBackends } from 'onnxruntime-node';
import { fail, protocolVersion, type Span, type TokenDetails } from '../protocol';
import { branchesHandlers } from './branches/branches-handlers';
import { completionHandlers } from './completion/completion-handlers';
import { chatHandlers } from './chat/chat-handlers';
import { decodingHandlers } from './decoding/decoding-handlers';
import type { LanguageModel } from './families/language-model';
import { importHandlers } from './gguf/install/import-handlers';
import type { Handlers } from './handlers';
import { attentionHandlers } from './inside/attention/attention-handlers';
import { gatesHandlers } from './inside/gates/gates-handlers';
import { influenceHandlers } from './inside/influence/influence-handlers';
import { lensHandlers } from './inside/lens/lens-handlers';
import { playgroundHandlers } from './playground/playground-handlers';
import { urgency } from './scheduler';
import { profileOf, wordAround } from './scoring/profile';
import type { ScoredDocument } from './scoring/scored-document';
import { provenanceOf, windowShape } from './scoring/window-shape';
import { askHandlers } from './tasks/ask/ask-handlers';
import { metricsHandlers } from './tasks/metrics/metrics-handlers';
import { summaryHandlers } from './tasks/summary/summary-handlers';
import { translateHandlers } from './tasks/translate/translate-handlers';

/** What the engine answers, by kind of request; a kind without an entry does not compile. */
export const handlers: Handlers = {
  ...attentionHandlers,
  ...lensHandlers,
  ...gatesHandlers,
  ...influenceHandlers,
  ...branchesHandlers,
  ...chatHandlers,
  ...decodingHandlers,
  ...importHandlers,
  ...askHandlers,
  ...metricsHandlers,
  ...playgroundHandlers,
  ...summaryHandlers,
  ...translateHandlers,
  ...completionHandlers,
  handshake: ({}, { protocol, client }) => {
    if (protocol !== protocolVersion) {
      throw fail(
        'protocol-mismatch',
        `${client} speaks version ${protocol} of the protocol and the engine ${protocolVersion}: reinstall Langscope.`,
      );
    }
    return Promise.resolve({
      protocol: protocolVersion,
      runtime: `onnxruntime ${env.versions.node ?? env.versions.common}`,
      pid: process.pid,
      compiledProviders: listSupportedBackends().map(({ name }) => name),
    });
  },
  configure: async (engine, request) => {
    await engine.configure(request);
    return null;
  },
  models: async (engine) =>
    (await engine.models()).map((model) => ({ ...model, state: engine.pool.state(model.folder) })),
  load: async (engine, { model, ...options }, token) => {
    const loaded = await engine.model({ model, options }, token);
    return provenanceOf(loaded, windowShape(loaded, {}));
  },
  unload: async (engine, { model }) => {
    await engine.scheduler.once(urgency.interactive, () => engine.pool.unload(engine.folderOf(model)));
    return null;
  },
  tokenize: async (engine, { model, text }, token) => {
    const tokenizer = await engine.tokenizer(model);
    const { ids, spans } = await tokenizer.encode(text, token);
    return { ids, spans, pieces: Array.from(ids, (id) => tokenizer.piece(id)) };
  },
  open: (engine, request) => {
    engine.open(request);
    return Promise.resolve(null);
  },
  inspect: async (engine, { uri, version, offset, ranges }) => {
    const document = engine.document(uri, version);
    return engine.scheduler.once(urgency.interactive, async () => {
      const { model, provenance } = await document.current();
      if (document.version !== version) throw fail('cancelled', 'The document has changed since.');
      const { table, text } = document;
      const index = table.at(offset);
      const found = index < table.length && table.spans[2 * index]! <= offset;
      const state = document.state();
      const answer = {
        ranges: ranges.map((range) => document.figures(...tokensIn(document, range))),
        provenance,
        state,
      };
      if (!found) return answer;
      const [from, to] = wordAround(table, text, index);
      const word = {
        start: table.spans[2 * from]!,
        end: table.spans[2 * to - 1]!,
        figures: document.figures(from, to),
      };
      return { ...answer, token: detailsOf(document, model, index), word };
    });
  },
  profile: async (engine, { uri, version, surprising }) => {
    const document = engine.document(uri, version);
    return engine.scheduler.once(urgency.interactive, async () => {
      const { provenance } = await document.current();
      const { table, text } = document;
      const state = document.state();
      return {
        version: document.version,
        state,
        figures: document.figures(),
        provenance,
        ...profileOf(table, text, surprising),
      };
    });
  },
  report: async (engine, { uri, version }, token) => {
    const document = engine.document(uri, version);
    await document.done(token);
    const { model, provenance } = await document.current();
    const { table } = document;
    const { tokenizer } = model;
    const topPieces: Record<number, string> = {};
    for (const id of table.topIds) if (id >= 0) topPieces[id] ??= tokenizer.piece(id);
    return {
      scores: table.slice(0, table.length),
      pieces: Array.from(table.ids, (id) => tokenizer.piece(id)),
      top: { count: table.top, ids: table.topIds.slice(), logprob: table.topLogprob.slice(), pieces: topPieces },
      figures: document.figures(),
      provenance,
    };
  },
};

/** [from, to) of the tokens that touch the stretch. */
function tokensIn({ table }: ScoredDocument, { start, end }: Span): readonly [number, number] {
  const from = table.at(start);
  let to = from;
  while (to < table.length && table.spans[2 * to]! < end) to++;
  return [from, to];
}

function detailsOf({ table }: ScoredDocument, { tokenizer }: LanguageModel, index: number): TokenDetails {
  const id = table.ids[index]!;
  const logprob = table.logprob[index]!;
  const top = Array.from({ length: table.top }, (_, k) => index * table.top + k).filter((k) => table.topIds[k]! >= 0);
  return {
    id,
    start: table.spans[2 * index]!,
    end: table.spans[2 * index + 1]!,
    piece: tokenizer.piece(id),
    unknown: table.unknown[index] === 1,
    ...(Number.isNaN(logprob) ? {} : { logprob, rank: table.rank[index]!, entropy: table.entropy[index]! }),
    alternatives: top.map((k) => {
      const text = tokenizer.insertion(table.topIds[k]!);
      return {
        id: table.topIds[k]!,
        piece: tokenizer.piece(table.topIds[k]!),
        ...(text === undefined ? {} : { text }),
        logprob: table.topLogprob[k]!,
      };
    }),
  };
}

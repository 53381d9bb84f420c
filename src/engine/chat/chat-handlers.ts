import { fail, type ChatRequests } from '../../protocol';
import { checkGeneration } from '../decoding/generate-options';
import { generateSome } from '../decoding/generate';
import { beamSearch } from '../decoding/beam-search';
import { groupBeamSearch } from '../decoding/group-beam-search';
import { tokensOf, type Told } from '../decoding/hypothesis';
import type { Handlers } from '../handlers';
import { provenanceOf } from '../scoring/window-shape';
import { askBothWays } from './ask-both-ways';
import { chatReader } from './chat-reader';
import { checkConversation, fitChat } from './fit-chat';
import { readReporting } from './read-prompt';

/** Most candidate answers that are measured. */
const mostCandidates = 16;

/** Requests about conversations with instruct models. */
export const chatHandlers: Handlers<keyof ChatRequests> = {
  'chat.render': async (engine, { model, messages, document, maxNewTokens }, token) => {
    const reader = await chatReader(engine.folderOf(model));
    return (await fitChat(reader, messages, document, maxNewTokens, token)).prompt;
  },
  chat: async (engine, request, token) => {
    const { messages, document, options, task } = request;
    checkGeneration(options);
    // Before the model is loaded: a refusal should not wait for it.
    const reader = await chatReader(engine.folderOf(request.model));
    const { prompt, ids } = await fitChat(reader, messages, document, options.maxNewTokens, token);
    return engine.inside.work(request, token, async function* (model, report) {
      const start = yield* readReporting(model, ids, report);
      const told: Told = (sequence, hypothesis, text) => {
        if (task === undefined) return;
        engine.emit('generated', { task, sequence, text, tokens: tokensOf(model.tokenizer, hypothesis) });
      };
      const search = options.groups > 1 ? groupBeamSearch : options.beams > 1 ? beamSearch : generateSome;
      const sequences = yield* search(model, ids, start, options, told);
      const window = model.context ?? Infinity;
      return { sequences, cut: 0, prompt, provenance: provenanceOf(model, { window, stride: window }) };
    });
  },
  answers: async (engine, request, token) => {
    const { messages, options, candidates, task } = request;
    checkGeneration(options);
    checkConversation(messages);
    if (options.beams > 1) throw fail('bad-request', 'beams cannot be used here: the reasoning is one text.');
    if (candidates.length > mostCandidates) {
      throw fail(
        'bad-request',
        `${candidates.length} answers are too many to compare: give at most ${mostCandidates}.`,
      );
    }
    const reader = await chatReader(engine.folderOf(request.model));
    return engine.inside.work(request, token, async function* (model, report) {
      const tell = (sequence: number, tokens: ReturnType<typeof tokensOf>, text: string): void => {
        if (task !== undefined) engine.emit('generated', { task, sequence, text, tokens });
      };
      const asked = yield* askBothWays(model, reader, request, tell, report, token);
      const window = model.context ?? Infinity;
      return { ...asked, provenance: provenanceOf(model, { window, stride: window }) };
    });
  },
};

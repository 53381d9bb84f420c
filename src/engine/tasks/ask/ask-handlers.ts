import { fail, mostAnswers, type AskRequests } from '../../../protocol';
import type { Handlers } from '../../handlers';
import { SpanReader } from '../../reader/span-reader';
import { askDocument } from './ask-document';

/** Questions about a text. */
export const askHandlers: Handlers<keyof AskRequests> = {
  ask: async (engine, { model: name, precision, provider, task, ...request }, token) => {
    const { answers } = request;
    if (!Number.isSafeInteger(answers) || answers < 1 || answers > mostAnswers) {
      throw fail('bad-request', `${answers} answers cannot be looked for: ask for 1 to ${mostAnswers}.`);
    }
    const folder = engine.folderOf(name);
    const model = await engine.pool.get(SpanReader.open, folder, { precision, provider }, token);
    return engine.inside.workWith(model, task, token, (reader, report) =>
      askDocument(reader, request, token, report, (event) => {
        if (task !== undefined) engine.emit('asked', { task, ...event });
      }),
    );
  },
};

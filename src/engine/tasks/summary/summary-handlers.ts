import { defaultSummariser, type SummaryRequests } from '../../../protocol';
import type { Handlers } from '../../handlers';
import { urgency } from '../../scheduler';
import { extract } from './extract';
import { select } from './select';
import { SelectorModel } from './selector-model';
import { summarize } from './write/summarize';

/** Requests about what a text says in short. */
export const summaryHandlers: Handlers<keyof SummaryRequests> = {
  extract: async (engine, { documents, method, sentences }, token) => {
    if (method !== 'selector') {
      return engine.scheduler.once(urgency.visible, () =>
        Promise.resolve().then(() => extract(documents, method, sentences)),
      );
    }
    const place = engine.folderOf(defaultSummariser);
    const selector = await engine.pool.get(SelectorModel.open, place, { precision: 'auto', provider: 'auto' }, token);
    return engine.inside.workWith(selector, undefined, token, () => select(selector, documents, sentences, token));
  },
  summarize,
};

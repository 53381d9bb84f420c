import { defaultSummariser, fail, type SummaryRequests } from '../../../protocol';
import type { Handlers } from '../../handlers';
import { urgency } from '../../scheduler';
import { extract } from './extract';

/** Requests about what a text says in short. */
export const summaryHandlers: Handlers<keyof SummaryRequests> = {
  extract: (engine, { documents, method, sentences }) =>
    engine.scheduler.once(urgency.visible, () =>
      Promise.resolve().then(() => {
        if (method !== 'selector') return extract(documents, method, sentences);
        throw fail('unsupported', `${defaultSummariser} has no selector here. Choose another method, such as lexrank.`);
      }),
    ),
  summarize: ({}, { model }) =>
    Promise.reject(fail('unsupported', `${model} cannot write summaries here yet. Choose lexrank instead.`)),
};

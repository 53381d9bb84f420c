import type { SummaryRequests } from '../../../protocol';
import type { Handlers } from '../../handlers';
import { urgency } from '../../scheduler';
import { extract } from './extract';

/** Requests about what a text says in short. */
export const summaryHandlers: Handlers<keyof SummaryRequests> = {
  extract: (engine, { documents, method, sentences }) =>
    engine.scheduler.once(urgency.visible, () => Promise.resolve().then(() => extract(documents, method, sentences))),
};

import { fail, type TranslateRequests } from '../../../protocol';
import type { Handlers } from '../../handlers';
import { urgency } from '../../scheduler';
import { lossesOf } from './losses';

/** Requests about a text in another language. */
export const translateHandlers: Handlers<keyof TranslateRequests> = {
  translate: () => Promise.reject(fail('unsupported', 'This build does not translate yet.')),
  losses: (engine, { text, back }) =>
    engine.scheduler.once(urgency.visible, () => Promise.resolve(lossesOf(text, back))),
};

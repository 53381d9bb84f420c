import { fail, type InfluenceRequests } from '../../protocol';
import type { Handlers } from '../handlers';

const notYet = (): Promise<never> => Promise.reject(fail('unsupported', 'This build cannot do that yet.'));

/** Requests about influence. */
export const influenceHandlers: Handlers<keyof InfluenceRequests> = {
  influence: notYet,
  influenceCurve: notYet,
};

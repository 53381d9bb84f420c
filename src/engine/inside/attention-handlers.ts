import { fail, type AttentionRequests } from '../../protocol';
import type { Handlers } from '../handlers';

const notYet = (): Promise<never> => Promise.reject(fail('unsupported', 'This build cannot do that yet.'));

/** Requests about attention. */
export const attentionHandlers: Handlers<keyof AttentionRequests> = {
  attention: notYet,
  attentionMap: notYet,
  attentionTile: notYet,
  attentionStrip: notYet,
  closeReading: notYet,
};

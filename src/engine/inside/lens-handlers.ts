import { fail, type LensRequests } from '../../protocol';
import type { Handlers } from '../handlers';

const notYet = (): Promise<never> => Promise.reject(fail('unsupported', 'This build cannot do that yet.'));

/** Requests about lens. */
export const lensHandlers: Handlers<keyof LensRequests> = {
  lens: notYet,
};

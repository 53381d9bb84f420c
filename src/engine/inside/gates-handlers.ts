import { fail, type GatesRequests } from '../../protocol';
import type { Handlers } from '../handlers';

const notYet = (): Promise<never> => Promise.reject(fail('unsupported', 'This build cannot do that yet.'));

/** Requests about gates. */
export const gatesHandlers: Handlers<keyof GatesRequests> = {
  gates: notYet,
  gatesValues: notYet,
  gatesOrder: notYet,
  gatesProperty: notYet,
  gatesOn: notYet,
  gatesFind: notYet,
};

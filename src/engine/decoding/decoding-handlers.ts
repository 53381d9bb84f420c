import type { DecodingRequests } from '../../protocol';
import type { Handlers } from '../handlers';
import { distribution } from './sampler-chain';

/** Requests about how the next token is chosen. */
export const decodingHandlers: Handlers<keyof DecodingRequests> = {
  // Through a promise, so that a refusal is one and no exception.
  distribution: (_engine, { logits, previousIds, options }) =>
    Promise.resolve().then(() => ({ probabilities: Float32Array.from(distribution(logits, previousIds, options)) })),
};

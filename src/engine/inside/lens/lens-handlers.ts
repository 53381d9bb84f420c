import type { LensRequests } from '../../../protocol';
import type { Handlers } from '../../handlers';
import { LensSession } from './lens-session';
import { readLens } from './read-lens';

/** Requests about what each layer would have predicted. */
export const lensHandlers: Handlers<keyof LensRequests> = {
  lens: ({ inside }, request, token) =>
    inside.work(request, token, (model, report) =>
      readLens(request, model, new LensSession(inside.sessions, model), report, token),
    ),
};

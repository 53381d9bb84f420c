import * as vscode from 'vscode';
import { fail } from '../../protocol';
import { BranchPlace } from './branch-place';
import type { PanelFeature } from './panel-feature';

/** Tokens that are told of the first fork; the page asks for as many as it shows. */
const top = 5;

/** The continuations of the text before the cursor. */
export function branchesFeature(): PanelFeature<'branches'> {
  const place = new BranchPlace();
  /** A pointer that has gone on meanwhile has another ghost, or none. */
  let ghosts = 0;
  return {
    controls: { limit: 512 },
    read: (text, { limit }, { request }) => {
      const { end } = text.focus;
      return request('branches', { ...text, text: text.text.slice(0, end), focus: { start: end, end }, limit, top });
    },
    answers: {
      branchesUnfold: (params, { reading }, _text, { request, task }) =>
        request('branchesUnfold', { ...params, reading, task }),
      branchesLikely: (params, { reading }, _text, { request, task }) =>
        request('branchesLikely', { ...params, reading, task }),
      branchesBeams: (params, { reading }, _text, { request, task }) =>
        request('branchesBeams', { ...params, reading, task }),
      branchesText: (params, { reading }, _text, { request }) => request('branchesText', { ...params, reading }),
      tokens: async ({ text: written }, _content, { model }, { request }) => {
        const { ids, pieces } = await request('tokenize', { model, text: written });
        return { ids: Array.from(ids), pieces };
      },
      ghost: async ({ path }, { reading }, _text, { request }) => {
        const ghost = ++ghosts;
        const { text } = path === null ? { text: undefined } : await request('branchesText', { reading, path });
        if (ghost === ghosts) place.ghost(text);
        return null;
      },
      insert: async ({ path }, { reading }, _text, { request }) => {
        const { text, whole } = await request('branchesText', { reading, path });
        if (!whole) {
          throw fail(
            'bad-request',
            vscode.l10n.t('The path ends within a character: take one token more, which completes it.'),
          );
        }
        if (text === '') throw fail('bad-request', vscode.l10n.t('This path writes no text.'));
        await place.insert(text);
        return { text };
      },
    },
    covers: ({ at }, { end }) => end === at,
    mark: (document, content, live) => place.follow(document, content, live),
    forget: ({ reading }, { request }) => void request('closeReading', { reading }).catch(() => undefined),
    dispose: () => place.dispose(),
  };
}

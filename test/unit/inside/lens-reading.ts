import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationTokenSource, type CancellationToken } from 'vscode-jsonrpc';
import { loadModel } from '../../../src/engine/families/load-model';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { LensSession } from '../../../src/engine/inside/lens/lens-session';
import { readLens } from '../../../src/engine/inside/lens/read-lens';
import { TappedSessions } from '../../../src/engine/inside/tapped-sessions';
import type { LensReading, Span } from '../../../src/protocol';
import { root } from '../text/checkout';

export interface Expected {
  readonly text: string;
  readonly ids: readonly number[];
  /** [layers + 1][tokens][width] */
  readonly hidden: readonly (readonly (readonly number[])[])[];
  /** [layers + 1][vocabulary] log-softmax at the last position. */
  readonly lens: readonly (readonly number[])[];
}

/** PyTorch's figures of a folder of small exports, in either of the two formats. */
export function expectedOf(folder: string): Expected {
  const file = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Omit<Expected, 'hidden'> & {
    readonly hidden: Expected['hidden'] | { readonly self: Expected['hidden'] };
  };
  return { ...file, hidden: 'self' in file.hidden ? file.hidden.self : file.hidden };
}

export const exportsOf = (kind: 'exports' | 'lens-exports'): string => join(root, 'test/unit/inside', kind);

export async function open(folder: string): Promise<LanguageModel> {
  const { token } = new CancellationTokenSource();
  return loadModel(folder, { precision: 'auto', provider: 'cpu', threads: 1 }, token);
}

/** Reads like the engine does; `stop` is asked after every step and ends the reading. */
export async function read(
  model: LanguageModel,
  text: string,
  focus: Span = { start: 0, end: text.length },
  { top = 5, limit, stop, report }: ReadOptions = {},
): Promise<LensReading> {
  const session = new LensSession(new TappedSessions(), model);
  const request = {
    model: model.installed.name,
    precision: 'auto',
    provider: 'cpu',
    text,
    focus,
    top,
    ...(limit !== undefined && { limit }),
  } as const;
  const token: CancellationToken = new CancellationTokenSource().token;
  const steps = readLens(request, model, session, report ?? ((): void => undefined), token);
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
    stop?.();
  }
}

interface ReadOptions {
  readonly top?: number;
  readonly limit?: number;
  readonly stop?: () => void;
  readonly report?: (done: number, total: number) => void;
}

export function largest(differences: Iterable<number>): number {
  let most = 0;
  for (const difference of differences) most = Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  return most;
}

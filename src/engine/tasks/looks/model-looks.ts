import type { CancellationToken } from 'vscode-jsonrpc';
import type { Precision } from '../../../protocol';
import type { Engine } from '../../engine';
import { observedLooks, type FindLooks } from './observed-looks';

/** How the looks of a model are found while a request lasts. */
export interface ModelLooks {
  readonly find: FindLooks;
  /** What was opened for it may be unloaded. */
  readonly release: () => void;
}

/** Looks by the attention that is tapped from the graphs in a folder, which are opened when one is first wanted. */
export function modelLooks(
  { inside, pool }: Engine,
  folder: string,
  precision: Precision,
  token: CancellationToken,
): ModelLooks {
  const held: (() => void)[] = [];
  const open = async () => {
    const seen = await inside.encoders.get(folder, { precision, threads: pool.threads }, token);
    held.push(inside.hold(seen));
    return seen.observed;
  };
  return {
    find: observedLooks(open, { model: folder, precision, provider: 'cpu' }),
    release: () => held.forEach((release) => release()),
  };
}

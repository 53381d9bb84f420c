import { join } from 'node:path';
import { CancellationTokenSource, type CancellationToken } from 'vscode-jsonrpc';
import { Engine } from '../../../src/engine/engine';
import { handlers } from '../../../src/engine/requests';
import type { EngineEvents, RequestKind, RequestOf, ResponseOf } from '../../../src/protocol';
import { root } from '../text/checkout';

export const exportsFolder = join(root, 'test/unit/inside/exports');

/** An engine in this process that is asked as the messages ask it. */
export class AskedEngine {
  public readonly progress: EngineEvents['progress'][] = [];
  public readonly engine: Engine;

  public constructor() {
    this.engine = new Engine(join(root, 'models/bundled'), (kind, event) => {
      if (kind === 'progress') this.progress.push(event as EngineEvents['progress']);
    });
  }

  public ask<K extends RequestKind>(
    kind: K,
    request: RequestOf<K>,
    token: CancellationToken = new CancellationTokenSource().token,
  ): Promise<ResponseOf<K>> {
    // As a promise, so that what is thrown at once and what is rejected look the same.
    return Promise.resolve().then(() => handlers[kind](this.engine, request, token));
  }

  /** Reads all of the text, or up to the end of a stretch of it, with the model's own precision on the CPU. */
  public read(model: string, text: string, more: Partial<RequestOf<'gates'>> = {}): Promise<ResponseOf<'gates'>> {
    const focus = { start: 0, end: text.length };
    return this.ask('gates', { model, precision: 'auto', provider: 'cpu', text, focus, ...more });
  }
}

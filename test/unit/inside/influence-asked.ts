import { join } from 'node:path';
import { CancellationTokenSource, type CancellationToken } from 'vscode-jsonrpc';
import { Engine } from '../../../src/engine/engine';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { influenceHandlers } from '../../../src/engine/inside/influence/influence-handlers';
import type { EngineEvents, InfluenceCurve, InfluenceReading, RequestOf } from '../../../src/protocol';
import { root } from '../text/checkout';

export const never: CancellationToken = new CancellationTokenSource().token;

export type Progress = EngineEvents['progress'];

/** An engine that is asked about influence; `model` stands for every name where it is given. */
export class Asked {
  public readonly progress: Progress[] = [];
  public readonly engine: Engine;

  public constructor(model?: LanguageModel) {
    this.engine = new Engine(join(root, 'models/bundled'), (kind, event) => {
      if (kind === 'progress') this.progress.push(event as Progress);
    });
    if (model) this.engine.model = () => Promise.resolve(model);
  }

  public influence(
    request: Partial<RequestOf<'influence'>> & { readonly text: string },
    token = never,
  ): Promise<InfluenceReading> {
    return influenceHandlers.influence(
      this.engine,
      { ...this.usual(request.text), measure: 'auto', unit: 'token', ...request },
      token,
    );
  }

  public curve(
    request: Partial<RequestOf<'influenceCurve'>> & { readonly text: string },
    token = never,
  ): Promise<InfluenceCurve> {
    const usual = { ...this.usual(request.text), measure: 'auto', targets: 4, longest: 32 } as const;
    return influenceHandlers.influenceCurve(this.engine, { ...usual, ...request }, token);
  }

  private usual(text: string) {
    const focus = { start: text.length, end: text.length };
    return { model: 'toy', precision: 'auto', provider: 'cpu', text, focus, task: 'test' } as const;
  }
}

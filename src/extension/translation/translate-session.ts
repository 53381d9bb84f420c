import { CancellationTokenSource } from 'vscode-jsonrpc';
import {
  FailureError,
  translateBeams,
  translateWays,
  type LoadOptions,
  type ModelName,
  type RoundTrip,
  type ToTranslateView,
  type TranslateBusy,
  type TranslateState,
  type TranslateWay,
  type Translation,
} from '../../protocol';
import type { CompareSource, SourceText } from '../compare/compare-source';
import type { EngineLink } from '../engine-link';

/** What translating needs of the extension. */
export interface TranslateHost {
  readonly engine: Pick<EngineLink, 'request' | 'on'>;
  readonly load: () => LoadOptions;
  /** How long the slider must rest before it is translated again, ms. */
  readonly rest: number;
}

/** A text to be translated. */
export interface TranslateSource extends CompareSource {
  readonly markdown: boolean;
}

/** One text and its translations; knows nothing of pages and editors. */
export class TranslateSession {
  public model: ModelName | undefined;
  /** The language that a person has chosen. */
  public to: string | undefined;
  private penalty = 1;
  private source: TranslateSource | undefined;
  private listening: { dispose(): void } | undefined;
  private taken: (SourceText & { readonly title: string }) | undefined;
  private translations: Partial<Record<TranslateWay, Translation>> = {};
  private partial: Partial<Record<TranslateWay, string>> = {};
  private round: RoundTrip | undefined;
  private running: CancellationTokenSource | undefined;
  private busy: TranslateBusy | undefined;
  private stale = false;
  private problem: string | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private tasks = 0;

  public constructor(
    private readonly host: TranslateHost,
    /** Told what changed; `changed`: all of it. */
    private readonly tell: (message: ToTranslateView | { readonly kind: 'changed' }) => void,
  ) {}

  public get state(): Omit<TranslateState, 'models'> {
    const { model, to, lengthPenalty, taken, translations, partial, round, busy, stale, problem } = this;
    return {
      lengthPenalty,
      translations,
      partial,
      stale,
      ...(model !== undefined && { model }),
      ...(to !== undefined && { to }),
      ...(taken && { source: { title: taken.title, text: taken.text } }),
      ...(round && { round }),
      ...(busy && { busy }),
      ...(problem !== undefined && { problem }),
    };
  }

  /** The text that is shown with where it lies; undefined while there is none. */
  public get text(): SourceText | undefined {
    return this.taken;
  }

  public get textSource(): TranslateSource | undefined {
    return this.source;
  }

  /** Translates this text from now on. */
  public async translate(source: TranslateSource): Promise<void> {
    this.listening?.dispose();
    if (this.source !== source) this.source?.dispose();
    this.source = source;
    this.listening = source.onDidChange(() => {
      const stale = source.read().text !== this.taken?.text;
      if (stale === this.stale) return;
      this.stale = stale;
      this.changed();
    });
    await this.again();
  }

  /** Translates the text as it is now. */
  public async again(): Promise<void> {
    const { source } = this;
    if (!source) return;
    const now = source.read();
    // What was found of another text goes; of the same one it stays until the new one is there.
    if (now.text !== this.taken?.text) this.translations = {};
    this.taken = { ...now, title: source.title };
    this.stale = false;
    this.round = undefined;
    await this.run(async (token) => {
      for (const way of translateWays) {
        const translation = await this.ask(now.text, source.markdown, way, this.to, undefined, way, token);
        this.translations = { ...this.translations, [way]: translation };
        this.partial = { ...this.partial, [way]: undefined };
        this.changed();
      }
    });
  }

  public get lengthPenalty(): number {
    return this.penalty;
  }

  /** From 0 to 2, for what is translated from now on. */
  public set lengthPenalty(value: number) {
    this.penalty = Math.min(2, Math.max(0, value));
  }

  /** Another length normalisation; translated again when the slider rests. */
  public setLengthPenalty(value: number): void {
    this.lengthPenalty = value;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => void this.again(), this.host.rest);
  }

  /** Translates a translation back, and finds what was lost. */
  public async roundTrip(way: TranslateWay): Promise<void> {
    const { taken, source } = this;
    const there = this.translations[way];
    if (!taken || !source || !there) return;
    this.round = undefined;
    await this.run(async (token) => {
      const back = await this.ask(there.text, source.markdown, 'beam', there.from, there.to, 'back', token);
      const { engine } = this.host;
      const losses = await engine.request('losses', { text: taken.text, back: back.text }, token);
      const { metrics } = await engine.request('metrics', { candidate: back.text, reference: taken.text }, token);
      this.round = { way, back, ...losses, metrics };
    });
  }

  public stop(): void {
    this.running?.cancel();
  }

  public refuse(problem: string): void {
    this.problem = problem;
    this.changed();
  }

  public dispose(): void {
    clearTimeout(this.resting);
    this.running?.cancel();
    this.listening?.dispose();
    this.source?.dispose();
  }

  private changed(): void {
    this.tell({ kind: 'changed' });
  }

  /** One thing at a time; the newest wins. */
  private async run(work: (token: CancellationTokenSource['token']) => Promise<void>): Promise<void> {
    clearTimeout(this.resting);
    this.running?.cancel();
    if (this.model === undefined) return;
    const source = (this.running = new CancellationTokenSource());
    const newest = (): boolean => this.running === source;
    this.problem = undefined;
    this.partial = {};
    try {
      await work(source.token);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      if (!newest()) return;
      this.problem = source.token.isCancellationRequested
        ? 'Stopped: what came until then stays.'
        : error.failure.message;
    } finally {
      if (newest()) {
        this.running = undefined;
        this.busy = undefined;
        this.changed();
      }
    }
  }

  private async ask(
    text: string,
    markdown: boolean,
    way: TranslateWay,
    to: string | undefined,
    from: string | undefined,
    what: TranslateBusy['what'],
    token: CancellationTokenSource['token'],
  ): Promise<Translation> {
    const { engine, load } = this.host;
    const task = `translate-${++this.tasks}`;
    this.busy = { what, done: 0, total: 0 };
    this.changed();
    const listeners = [
      engine.on('progress', ({ task: of, done, total }) => {
        if (of !== task || token.isCancellationRequested) return;
        this.busy = { what, done, total };
        this.tell({ kind: 'progress', busy: this.busy });
      }),
      engine.on('generated', ({ task: of, text: written }) => {
        if (of !== task || what === 'back' || token.isCancellationRequested) return;
        this.partial = { ...this.partial, [what]: written };
        this.tell({ kind: 'partial', way: what, text: written });
      }),
    ];
    try {
      const { lengthPenalty } = this;
      const beams = way === 'beam' ? translateBeams : 1;
      const languages = { ...(to !== undefined && { to }), ...(from !== undefined && { from }) };
      const request = { ...load(), model: this.model!, text, markdown, ...languages, beams, lengthPenalty, task };
      return await engine.request('translate', request, token);
    } finally {
      listeners.forEach((listener) => listener.dispose());
    }
  }
}

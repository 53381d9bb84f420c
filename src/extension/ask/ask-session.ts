import { CancellationTokenSource } from 'vscode-jsonrpc';
import {
  FailureError,
  type AskFailure,
  type AskResult,
  type AskScope,
  type AskState,
  type LoadOptions,
  type ModelName,
  type ToAskView,
} from '../../protocol';
import type { EngineLink } from '../engine-link';
import { looksBinary } from '../text-kind';
import type { Translate } from '../translate';
import type { AskSubject } from './ask-subject';
import { shownResult } from './shown-result';

/** What a question needs of the extension. */
export interface AskHost {
  readonly engine: Pick<EngineLink, 'request' | 'on'>;
  readonly load: () => LoadOptions;
  readonly subject: (scope: AskScope) => AskSubject | undefined;
  /** Questions asked before, newest first, and where they are kept. */
  readonly history: () => readonly string[];
  readonly keep: (history: readonly string[]) => void;
  readonly t: Translate;
}

/** Answers that are looked for. */
const answers = 5;
/** Questions that are remembered. */
const remembered = 20;

/** One question at a time about a text: what is being read, and what was found; knows nothing of pages and editors. */
export class AskSession {
  public model: ModelName | undefined;
  public scope: AskScope = 'document';
  private chosen: number | undefined;
  private running:
    { readonly source: CancellationTokenSource; readonly subject: AskSubject; stale: boolean } | undefined;
  private reading: AskState['busy'];
  private found: { readonly result: AskResult; readonly uri: string } | undefined;
  private failed: AskFailure | undefined;
  private tasks = 0;

  public constructor(
    private readonly host: AskHost,
    /** Told what changed; `changed`: all of it. */
    private readonly tell: (message: ToAskView | { readonly kind: 'changed' }) => void,
  ) {}

  public get busy(): AskState['busy'] {
    return this.reading;
  }

  public get result(): AskResult | undefined {
    return this.found?.result;
  }

  /** The document that is read, else the one that the result is about. */
  public get uri(): string | undefined {
    return this.running?.subject.uri ?? this.found?.uri;
  }

  public get failure(): AskFailure | undefined {
    return this.failed;
  }

  /** Nats; answers above it are given. */
  public get threshold(): number {
    return this.chosen ?? this.result?.threshold ?? 0;
  }

  /** undefined: the model's own. */
  public choose(threshold: number | undefined): void {
    this.chosen = threshold;
    this.tell({ kind: 'changed' });
  }

  /** Asks; a question that is still being looked for is given up, as the newer one counts. */
  public async ask(question: string): Promise<void> {
    const { model, host } = this;
    const { t } = host;
    const asked = question.trim();
    if (model === undefined || asked === '') return;
    this.running?.source.cancel();
    const subject = host.subject(this.scope);
    if (subject === undefined) {
      const nothing =
        this.scope === 'selection'
          ? t('Nothing is selected. Select the text that the question is about, or ask the whole document.')
          : t('There is no text to ask about: open one first.');
      this.end({ kind: 'unsupported', message: nothing });
      return;
    }
    if (looksBinary(subject.text)) {
      this.end({ kind: 'unsupported', message: t('This document looks binary; there is no text to ask about.') });
      return;
    }
    host.keep([asked, ...host.history().filter((known) => known !== asked)].slice(0, remembered));
    const source = new CancellationTokenSource();
    const run = (this.running = { source, subject, stale: false });
    const task = `ask-${++this.tasks}`;
    this.failed = undefined;
    // The answers to another question are not those to this one.
    if (this.result?.asked !== asked || this.found?.uri !== subject.uri) this.found = undefined;
    this.reading = { asked, done: 0, total: 0, answers: [] };
    const grow = (change: Partial<NonNullable<AskState['busy']>>): void => {
      if (this.running !== run || !this.reading) return;
      this.reading = { ...this.reading, ...change };
      this.tell({ kind: 'busy', busy: this.reading });
    };
    const base = subject.start;
    const listening = [
      host.engine.on('progress', ({ task: of, done, total }) => {
        if (of === task) grow({ done, total });
      }),
      host.engine.on('asked', ({ task: of, answers: soFar }) => {
        if (of !== task) return;
        grow({ answers: soFar.map((one) => ({ ...one, start: base + one.start, end: base + one.end })) });
      }),
    ];
    this.tell({ kind: 'changed' });
    try {
      const text = subject.text.slice(subject.start, subject.end);
      const { markdown } = subject;
      const request = { ...host.load(), model, text, markdown, question: asked, answers, task };
      const reading = await host.engine.request('ask', request, source.token);
      if (this.running !== run) return;
      this.found = { result: shownResult(reading, asked, subject, run.stale), uri: subject.uri };
      this.end(undefined);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      if (this.running !== run) return;
      const { code, message } = error.failure;
      if (code === 'cancelled')
        this.end({ kind: 'stopped', message: t('Stopped before the text was read to its end.') }); // prettier-ignore
      else this.end({ kind: asks.has(code) ? 'unsupported' : 'failed', message });
    } finally {
      for (const listener of listening) listener.dispose();
    }
  }

  public stop(): void {
    this.running?.source.cancel();
  }

  /** Asks the same once more, of the text as it is now. */
  public async again(): Promise<void> {
    const asked = this.reading?.asked ?? this.result?.asked ?? this.host.history()[0];
    if (asked !== undefined) await this.ask(asked);
  }

  /** The document has become another version. */
  public edited(uri: string, version: number): void {
    const { running } = this;
    if (running?.subject.uri === uri && running.subject.version !== version) running.stale = true;
    if (!this.found || this.found.uri !== uri || this.found.result.version === version) return;
    if (this.found.result.stale) return;
    this.found = { uri, result: { ...this.found.result, stale: true } };
    this.tell({ kind: 'changed' });
  }

  public closed(uri: string): void {
    const { t } = this.host;
    const reading = this.running?.subject.uri === uri && this.reading !== undefined;
    if (this.found?.uri !== uri && !reading) return;
    if (this.found?.uri === uri) this.found = undefined;
    if (reading) {
      this.running?.source.cancel();
      this.end({ kind: 'stopped', message: t('The document was closed while it was read.') });
    } else this.tell({ kind: 'changed' });
  }

  public dispose(): void {
    this.running?.source.cancel();
    this.running = undefined;
  }

  private end(failure: AskFailure | undefined): void {
    this.running = undefined;
    this.reading = undefined;
    this.failed = failure;
    this.tell({ kind: 'changed' });
  }
}

/** Failures that a person mends by asking otherwise. */
const asks: ReadonlySet<string> = new Set(['bad-request', 'document-empty', 'unsupported']);

import { CancellationTokenSource } from 'vscode-jsonrpc';
import {
  defaultSummariser,
  FailureError,
  formatCount,
  formatProvenance,
  sentencesOfLength,
  type ExtractiveSummary,
  type LoadOptions,
  type RougeName,
  type ShownSummary,
  type SummarizedEvent,
  type SummaryLength,
  type SummaryMeans,
  type SummaryMemory,
  type SummaryText,
  type WrittenSummary,
} from '../../protocol';
import type { ContentChange } from '../document-edits';
import type { EngineLink } from '../engine-link';
import { inDocuments } from './in-documents';
import { shiftSummary } from './summary-shift';
import { labelsOf, linesOf, summarizedText, type FindLine, type Taken } from './taken-text';

/** What summarising needs of the extension. */
export interface SummaryHost {
  readonly engine: Pick<EngineLink, 'request' | 'on'>;
  readonly load: () => LoadOptions;
  /** Milliseconds between two tellings of a growing summary. */
  readonly interval: number;
}

type Token = CancellationTokenSource['token'];

/** The summaries of the Summary view, and how they are made; knows nothing of pages and editors. The newest wish wins. */
export class SummarySession {
  private list: readonly ShownSummary[] = [];
  private running: CancellationTokenSource | undefined;
  private telling: ReturnType<typeof setTimeout> | undefined;
  private tasks = 0;
  /** Edits since the texts were taken that are being summarised: what comes is of the texts before them. */
  private edits: { readonly uri: string; readonly changes: readonly ContentChange[] }[] = [];
  /** Of the second summary with the first as reference, F1. */
  public closeness: Readonly<Record<RougeName, number>> | undefined;

  public constructor(
    private readonly host: SummaryHost,
    private readonly changed: () => void,
  ) {}

  public get shown(): readonly ShownSummary[] {
    return this.list;
  }

  public get busy(): boolean {
    return this.running !== undefined;
  }

  /** What was kept over a reload of the window; what was being made then has ended. */
  public restore({ shown }: SummaryMemory): void {
    if (this.list.length > 0 || this.running) return;
    this.list = shown.map((one) => (one.end === 'working' ? { ...one, end: 'stopped', writing: '' } : one));
    this.changed();
  }

  /** Summarises the texts by each of the means, one or two, one after the other. */
  public async summarize(taken: Taken, means: readonly SummaryMeans[], length: SummaryLength): Promise<void> {
    this.running?.cancel();
    const source = (this.running = new CancellationTokenSource());
    this.closeness = undefined;
    this.list = means.map((one) => begun(taken, one, length));
    this.changed();
    await this.run(source, taken, [...means.keys()]);
  }

  /** Puts a summary by other means beside the first one. */
  public async compare(taken: Taken, means: SummaryMeans): Promise<void> {
    const [first] = this.list;
    if (first?.end !== 'done' || first.stale || this.running) {
      return this.summarize(taken, [first?.means ?? means, means], first?.length ?? 'short');
    }
    const source = (this.running = new CancellationTokenSource());
    this.closeness = undefined;
    this.list = [first, begun(taken, means, first.length)];
    this.changed();
    await this.run(source, taken, [1]);
  }

  public stop(): void {
    this.running?.cancel();
  }

  /** Takes a summary away. */
  public remove(summary: number): void {
    if (this.running) this.stop();
    this.list = this.list.filter((_one, at) => at !== summary);
    this.closeness = undefined;
    this.changed();
  }

  /** A document was edited; `own`: by writing the summary into it, which makes it no older. */
  public edited(uri: string, changes: readonly ContentChange[], own: boolean): boolean {
    const before = this.list;
    if (this.running) this.edits.push({ uri, changes });
    this.list = before.map((one) => {
      const moved = shiftSummary(one, uri, changes);
      return own ? { ...moved, stale: one.stale } : moved;
    });
    return this.list.some((one, at) => one !== before[at]);
  }

  /** A document came that is not what was summarised. */
  public outdate(uri: string): void {
    this.list = this.list.map((one) => (one.texts.some((text) => text.uri === uri) ? { ...one, stale: true } : one));
    this.changed();
  }

  /** A document without a file was closed: another one may get its name, and is not what was summarised. */
  public lost(uri: string): void {
    this.list = this.list.map((one) => ({
      ...one,
      texts: one.texts.map((text) => (text.uri === uri ? { ...text, uri: `${uri}#closed` } : text)),
    }));
    this.changed();
  }

  /** Names the places anew. */
  public relabel(lineOf: (summary: ShownSummary) => FindLine): void {
    this.list = this.list.map((one) => ({ ...one, labels: labelsOf(one, lineOf(one)) }));
  }

  public dispose(): void {
    this.running?.cancel();
    clearTimeout(this.telling);
  }

  private async run(source: CancellationTokenSource, taken: Taken, which: readonly number[]): Promise<void> {
    const { token } = source;
    this.edits = [];
    const change = (at: number, to: Partial<ShownSummary>): void => {
      // A newer wish has a list of its own.
      if (this.running !== source) return;
      this.list = this.list.map((one, index) => (index === at ? { ...one, ...to } : one));
      this.soon();
    };
    const lines = linesOf(taken.texts);
    const settle = (at: number, to: Partial<ShownSummary>): void => {
      const one = this.list[at];
      if (this.running !== source || !one) return;
      const placed = inDocuments({ ...one, ...to }, taken.texts);
      const labels = labelsOf(placed, lines);
      const now = this.edits.reduce((moved, { uri, changes }) => shiftSummary(moved, uri, changes), placed);
      change(at, { ...now, labels, texts: one.texts, stale: one.stale });
    };
    let at = 0;
    try {
      for (at of which) {
        const { means, length } = this.list[at]!;
        const made =
          means.kind === 'extract'
            ? ofExtract(await this.extract(taken, means.method, length, token), means.method)
            : await this.write(taken, means.model, length, token, (to) => settle(at, to), (to) => change(at, to)); // prettier-ignore
        settle(at, { ...made, writing: '', end: 'done' });
      }
      if (this.running === source && this.list.length === 2) await this.measure(token);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      const { code, message } = error.failure;
      const end = code === 'engine-died' ? 'died' : code === 'cancelled' ? 'stopped' : 'failed';
      // What came stays; what was not begun yet has ended too.
      for (const later of which.filter((one) => one >= at)) {
        if (this.list[later]?.end === 'working') {
          change(later, { end, writing: '', ...(end !== 'stopped' && { failure: message }) });
        }
      }
    } finally {
      if (this.running === source) {
        this.running = undefined;
        clearTimeout(this.telling);
        this.telling = undefined;
        this.changed();
      }
      source.dispose();
    }
  }

  private extract(
    { texts }: Taken,
    method: Extract<SummaryMeans, { readonly kind: 'extract' }>['method'],
    length: SummaryLength,
    token: Token,
  ): Promise<ExtractiveSummary> {
    const documents = texts.map(({ name, text, markdown }) => ({ name, text, markdown }));
    return this.host.engine.request('extract', { documents, method, sentences: sentencesOfLength[length] }, token);
  }

  private async write(
    { texts }: Taken,
    model: string,
    length: SummaryLength,
    token: Token,
    settle: (to: Partial<ShownSummary>) => void,
    change: (to: Partial<ShownSummary>) => void,
  ): Promise<Partial<ShownSummary>> {
    const { engine } = this.host;
    const task = `summary-${++this.tasks}`;
    let sections = 0;
    const listeners = [
      engine.on('summarized', (event: SummarizedEvent) => {
        if (event.task !== task) return;
        const { text, sentences, words, way, done, sections: all } = event;
        sections = done;
        settle({ text, sentences, words, way, sections: all, writing: '', written: done });
      }),
      engine.on('generated', ({ task: of, sequence, text }) => {
        if (of === task && sequence >= sections) change({ writing: text });
      }),
      engine.on('progress', ({ task: of, done, total }) => {
        if (of === task) change({ progress: { done, total } });
      }),
    ];
    try {
      const documents = texts.map(({ name, text, markdown }) => ({ name, text, markdown }));
      const request = { ...this.host.load(), model, documents, sentences: sentencesOfLength[length], task };
      return ofWritten(await engine.request('summarize', request, token));
    } finally {
      for (const listener of listeners) listener.dispose();
    }
  }

  private async measure(token: Token): Promise<void> {
    const [first, second] = this.list;
    if (!first || !second) return;
    const request = { candidate: second.text, reference: first.text };
    const { metrics } = await this.host.engine.request('metrics', request, token);
    const { rouge1, rouge2, rougeL, rougeLsum } = metrics.rouge;
    this.closeness = { rouge1: rouge1.f1, rouge2: rouge2.f1, rougeL: rougeL.f1, rougeLsum: rougeLsum.f1 };
  }

  private soon(): void {
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      this.changed();
    }, this.host.interval);
  }
}

const nothing: SummaryText = { text: '', sentences: [], words: [] };

function begun({ scope, texts }: Taken, means: SummaryMeans, length: SummaryLength): ShownSummary {
  return {
    ...nothing,
    means,
    length,
    scope,
    texts: texts.map(summarizedText),
    sections: [],
    leftOut: [],
    foreign: [],
    labels: { sentences: [], leftOut: [] },
    writing: '',
    progress: { done: 0, total: 0 },
    written: 0,
    end: 'working',
    stale: false,
  };
}

/** Chosen sentences, each a line of the text. */
function ofExtract({ sentences, among }: ExtractiveSummary, method: string): Partial<ShownSummary> {
  let end = -1;
  const placed = sentences.map(({ text, sources }) => {
    const start = end + 1;
    end = start + text.length;
    return { start, end, sources, supported: true, section: 0 };
  });
  const by = method === 'selector' ? `selector of ${defaultSummariser}` : `${method} \u00b7 no model`;
  const provenance = `${by} \u00b7 ${formatCount(sentences.length)} of ${formatCount(among)} sentences`;
  return { text: sentences.map(({ text }) => text).join('\n'), sentences: placed, words: [], among, provenance };
}

function ofWritten({ provenance, tokens, ...rest }: WrittenSummary): Partial<ShownSummary> {
  const line = `${formatProvenance(provenance)} \u00b7 ${formatCount(tokens.read)} tokens read, ${formatCount(tokens.written)} written`;
  return { ...rest, provenance: line, written: rest.sections.length };
}

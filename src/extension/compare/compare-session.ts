import { CancellationTokenSource } from 'vscode-jsonrpc';
import { FailureError, type CompareSide, type CompareState, type ComparedText, type Comparison } from '../../protocol';
import type { EngineLink } from '../engine-link';
import type { CompareSource, SourceAnchor } from './compare-source';

/** What comparing needs of the extension. */
export interface CompareHost {
  readonly engine: Pick<EngineLink, 'request'>;
  /** How long a text must rest before it is compared again, ms. */
  readonly rest: number;
}

interface Result extends Comparison {
  readonly anchors: Readonly<Record<CompareSide, SourceAnchor | undefined>>;
}

type Sources = Readonly<Record<CompareSide, CompareSource>>;

/** Two texts and how close they come, followed while they change; knows nothing of pages and editors. */
export class CompareSession {
  private sources: Sources | undefined;
  private listening: readonly { dispose(): void }[] = [];
  private known: Result | undefined;
  private running: CancellationTokenSource | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private live = false;
  private problem: string | undefined;

  public constructor(
    private readonly host: CompareHost,
    /** Told whenever `state` has changed. */
    private readonly changed: () => void,
  ) {}

  public get state(): Omit<CompareState, 'marked'> {
    const { sources, known, live, running, problem } = this;
    const told = ({ title, closed }: CompareSource, side: CompareSide): ComparedText => ({
      title,
      closed,
      linked: known?.anchors[side] !== undefined,
    });
    return {
      live,
      busy: running !== undefined,
      ...(sources && {
        candidate: told(sources.candidate, 'candidate'),
        reference: told(sources.reference, 'reference'),
      }),
      ...(known && {
        result: {
          metrics: known.metrics,
          matches: known.matches,
          candidate: known.candidate,
          reference: known.reference,
        },
      }),
      ...(problem !== undefined && { problem }),
    };
  }

  public get result(): Result | undefined {
    return this.known;
  }

  /** Compares two texts from now on; the ones before are let go. */
  public async compare(candidate: CompareSource, reference: CompareSource): Promise<void> {
    this.follow({ candidate, reference });
    this.known = undefined;
    await this.ask();
  }

  /** The draft becomes the reference and the other way round. */
  public async swap(): Promise<void> {
    const { sources } = this;
    if (!sources) return;
    this.listening.forEach((one) => one.dispose());
    this.listening = [];
    this.sources = undefined;
    this.known = undefined;
    this.follow({ candidate: sources.reference, reference: sources.candidate });
    await this.ask();
  }

  /** Says why what was wanted cannot be compared; what was compared before stays. */
  public refuse(problem: string): void {
    this.problem = problem;
    this.changed();
  }

  public async again(): Promise<void> {
    if (this.sources) await this.ask();
  }

  public stop(): void {
    this.running?.cancel();
  }

  public dispose(): void {
    clearTimeout(this.resting);
    this.running?.cancel();
    this.letGo();
  }

  private follow(sources: Sources): void {
    this.letGo();
    this.sources = sources;
    this.listening = [sources.candidate, sources.reference].map((source) =>
      source.onDidChange(() => {
        this.live = true;
        this.changed();
        clearTimeout(this.resting);
        this.resting = setTimeout(() => void this.ask(), this.host.rest);
      }),
    );
  }

  private letGo(): void {
    this.listening.forEach((one) => one.dispose());
    this.sources?.candidate.dispose();
    this.sources?.reference.dispose();
    this.sources = undefined;
  }

  /** Asks for the figures of the texts as they are now; the newest question wins. */
  private async ask(): Promise<void> {
    const { sources } = this;
    if (!sources) return;
    clearTimeout(this.resting);
    this.running?.cancel();
    const source = (this.running = new CancellationTokenSource());
    const [candidate, reference] = [sources.candidate.read(), sources.reference.read()];
    this.live = true;
    this.problem = undefined;
    this.changed();
    const newest = (): boolean => this.running === source;
    try {
      const texts = { candidate: candidate.text, reference: reference.text };
      const { metrics, matches } = await this.host.engine.request('metrics', texts, source.token);
      if (!newest()) return;
      this.known = {
        metrics,
        matches,
        ...texts,
        anchors: { candidate: candidate.anchor, reference: reference.anchor },
      };
      this.live = false;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      if (!newest()) return;
      this.problem = source.token.isCancellationRequested ? 'Stopped.' : error.failure.message;
    } finally {
      if (newest()) {
        this.running = undefined;
        this.changed();
      }
    }
  }
}

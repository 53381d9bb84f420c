import {
  type Edit,
  type EngineEvents,
  FailureError,
  type Figures,
  type Provenance,
  type ScoreOptions,
  type ScoreState,
  type Span,
} from '../protocol';
import type { EngineLink } from './engine-link';
import { TokenMirror } from './token-mirror';

/** The text that is scored, as it is now. */
export interface TextSource {
  readonly uri: string;
  readonly version: number;
  text(): string;
  /** The stretch a person sees; undefined when the text is in no visible editor. */
  visible(): Span | undefined;
}

export interface ScoringChoice {
  readonly model: string;
  readonly options: ScoreOptions;
}

/** One document that is open in the engine: its tokens, its figures, and how far the engine is. */
export class ScoredDocument {
  public readonly mirror = new TokenMirror();
  private scoreState: ScoreState = { kind: 'waiting' };
  private knownFigures: Figures | undefined;
  private knownProvenance: Provenance | undefined;
  private chosen: ScoringChoice | undefined;
  /** Counts openings: an answer to an older one means nothing. */
  private opening = 0;
  /** False until the engine answers the newest opening: what it told before belongs to an older one. */
  private answered = false;
  private closed = false;

  public constructor(
    private readonly engine: EngineLink,
    private readonly source: TextSource,
    private readonly changed: (what: 'scores' | 'state') => void,
  ) {}

  public get state(): ScoreState {
    return this.scoreState;
  }

  /** Of the state's version; undefined before the first state of this model. */
  public get figures(): Figures | undefined {
    return this.knownFigures;
  }

  public get provenance(): Provenance | undefined {
    return this.knownProvenance;
  }

  public get choice(): ScoringChoice | undefined {
    return this.chosen;
  }

  /** Opens the document with its present text, or opens it again: with another model the old scores go at once. */
  public open(choice: ScoringChoice): void {
    if (this.chosen && JSON.stringify(this.chosen) !== JSON.stringify(choice)) this.forget();
    this.chosen = choice;
    this.reopen();
  }

  /** Opens the document in an engine that does not know it (any more); what is known stays until it is replaced. */
  public reopen(): void {
    if (this.closed || !this.chosen) return;
    const opening = ++this.opening;
    this.answered = false;
    this.become({ kind: 'waiting' });
    if (!this.engine.running) {
      // Its owner opens every document when the engine has started.
      this.engine.start();
      return;
    }
    const { uri, version } = this.source;
    const visible = this.source.visible();
    const { model, options } = this.chosen;
    const request = { uri, version, text: this.source.text(), model, options, ...(visible && { visible }) };
    this.engine.request('open', request).then(
      () => {
        if (opening === this.opening) this.answered = true;
      },
      (error: unknown) => {
        if (opening !== this.opening || this.closed) return;
        // A dead engine is started again, and then the document is opened again.
        if (error instanceof FailureError && error.failure.code === 'engine-died') return;
        this.become({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
      },
    );
  }

  /** The text changed: tokens shift at once, then the engine hears of it. */
  public change(version: number, edits: readonly Edit[]): void {
    this.mirror.edit(version, edits);
    this.engine.notify('change', { uri: this.source.uri, version, edits });
    if (this.scoreState.kind === 'done') this.become({ kind: 'live' });
    this.changed('scores');
  }

  public tellVisible(): void {
    const span = this.source.visible();
    if (span) this.engine.notify('visible', { uri: this.source.uri, span });
  }

  public takeScores(event: EngineEvents['scores']): void {
    if (!this.answered || this.closed) return;
    if (this.mirror.replace(event.version, event, event.scores)) this.changed('scores');
  }

  public takeState(event: EngineEvents['state']): void {
    if (!this.answered || this.closed) return;
    this.knownFigures = event.figures;
    this.knownProvenance = event.provenance ?? this.knownProvenance;
    // What is final for an older text is not final for this one.
    this.become(event.state.kind === 'done' && event.version < this.source.version ? { kind: 'live' } : event.state);
  }

  /** The engine ended and is about to be started again: what is known stays. */
  public interrupt(): void {
    this.answered = false;
    this.become({ kind: 'waiting' });
  }

  /** The engine cannot be reached any more. */
  public fail(message: string): void {
    this.become({ kind: 'failed', message });
  }

  public close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.chosen) this.engine.notify('close', { uri: this.source.uri });
    this.mirror.clear();
  }

  private forget(): void {
    this.mirror.clear();
    this.knownFigures = undefined;
    this.knownProvenance = undefined;
    this.changed('scores');
  }

  private become(state: ScoreState): void {
    this.scoreState = state;
    this.changed('state');
  }
}

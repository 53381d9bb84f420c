import type {
  AnswerOf,
  AskOf,
  DocumentPlace,
  FigureFormat,
  PanelAsk,
  PanelControls,
  PanelMemory,
  PanelName,
  PanelState,
  Span,
  ToPanel,
  ViewAction,
} from '../../../protocol';
import { FailureError } from '../../../protocol';
import { Channel } from '../channel';

interface Question {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly progress: ((done: number, total: number) => void) | undefined;
  readonly part: ((part: unknown) => void) | undefined;
}

/** A figure in the format asked for; undefined where there is nothing to draw. */
export type DrawFigure = (format: FigureFormat) => Promise<string | Uint8Array | undefined>;

/** What a panel's page hears and says. */
export class PanelClient<N extends PanelName> {
  public state: PanelState<N> = { kind: 'empty' };
  /** The selection of the document's editor, in the text as it is now. */
  public place: Span | undefined;
  /** How the text is read; undefined until the extension has told. */
  public controls: PanelControls<N> | undefined;
  private readonly channel = new Channel<N>();
  private readonly questions = new Map<number, Question>();
  private last = 0;
  private drawFigure: DrawFigure = () => Promise.resolve(undefined);
  /** What is kept while the page is hidden and over a reload: the extension's part and the page's own. */
  private memory: Partial<PanelMemory<N>> & { readonly look?: unknown };

  /** `changed` is called after state, place or controls changed. */
  public constructor(private readonly changed: () => void) {
    const { kept } = this.channel;
    this.memory = typeof kept === 'object' && kept !== null ? kept : {};
    this.channel.listen((message) => this.receive(message as ToPanel<N>));
    this.channel.send({ kind: 'ready' });
  }

  /** How the page drew when it was hidden; undefined the first time. Any version of the page may have kept it. */
  public get keptLook(): unknown {
    return this.memory.look;
  }

  /** Keeps how the page draws: plain data. */
  public keepLook(look: unknown): void {
    this.memory = { ...this.memory, look };
    this.channel.keep(this.memory);
  }

  /** Says how the figure is drawn. */
  public draws(draw: DrawFigure): void {
    this.drawFigure = draw;
  }

  /** Reads the text in another way; the rest of the controls stays. */
  public choose(controls: Partial<PanelControls<N>>): void {
    if (this.controls === undefined) return;
    this.controls = { ...this.controls, ...controls };
    this.channel.send({ kind: 'controls', controls: this.controls });
    this.changed();
  }

  /**
   * Asks about the content that is shown; rejects with a FailureError. An aborted question is cancelled in the engine
   * and rejects as 'cancelled'.
   */
  public ask<K extends PanelAsk<N>>(
    ask: K,
    params: AskOf<N, K>,
    signal?: AbortSignal,
    progress?: (done: number, total: number) => void,
    part?: (part: unknown) => void,
  ): Promise<AnswerOf<N, K>> {
    // Below zero: the extension's own tasks count upwards.
    const id = --this.last;
    return new Promise((resolve, reject) => {
      this.questions.set(id, { resolve, reject, progress, part });
      this.channel.send({ kind: 'ask', id, ask, params });
      signal?.addEventListener('abort', () => {
        if (!this.questions.delete(id)) return;
        this.channel.send({ kind: 'cancel', id });
        reject(new FailureError({ code: 'cancelled', message: 'Cancelled.' }));
      });
    });
  }

  public run(action: ViewAction): void {
    this.channel.send({ kind: 'run', action });
  }

  /** Moves the editor there; `focus` hands the keyboard over too. */
  public go(span: Span, focus: boolean): void {
    const place = this.placed(span);
    if (place) this.channel.send({ kind: 'go', place, focus });
  }

  /** Marks the stretch in the editor while the pointer or the keyboard rests on it; undefined ends it. */
  public preview(span: Span | undefined): void {
    this.channel.send({ kind: 'preview', place: span && this.placed(span) });
  }

  /** Escape: the editor gets the keyboard back. */
  public leave(): void {
    this.channel.send({ kind: 'leave' });
  }

  public copy(text: string): void {
    this.channel.send({ kind: 'copy', text });
  }

  private placed({ start, end }: Span): DocumentPlace | undefined {
    return this.state.kind === 'empty' ? undefined : { kind: 'span', version: this.state.version, start, end };
  }

  private receive(message: ToPanel<N>): void {
    switch (message.kind) {
      case 'state':
        this.state = message.state;
        if (message.memory) this.remember(message.memory);
        this.changed();
        break;
      case 'place':
        this.place = message.place;
        this.changed();
        break;
      case 'progress':
        this.questions.get(message.id)?.progress?.(message.done, message.total);
        break;
      case 'part':
        this.questions.get(message.id)?.part?.(message.part);
        break;
      case 'answer':
        this.take(message.id)?.resolve(message.answer as never);
        break;
      case 'refusal':
        this.take(message.id)?.reject(new FailureError(message.failure));
        break;
      case 'draw':
        void this.draw(message.id, message.format);
        break;
    }
  }

  private take(id: number): Question | undefined {
    const question = this.questions.get(id);
    this.questions.delete(id);
    return question;
  }

  private remember(memory: PanelMemory<N>): void {
    this.controls = memory.controls;
    this.memory = { ...this.memory, ...memory };
    this.channel.keep(this.memory);
  }

  private async draw(id: number, format: FigureFormat): Promise<void> {
    let figure: string | Uint8Array | undefined;
    try {
      figure = await this.drawFigure(format);
    } finally {
      this.channel.send({ kind: 'drawn', id, figure });
    }
  }
}

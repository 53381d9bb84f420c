import { CancellationTokenSource } from 'vscode-jsonrpc';
import {
  FailureError,
  type TextAbout,
  type ChatEnd,
  type ChatMemory,
  type ChatMessage,
  type ChatScope,
  type ChatTurn,
  type LoadOptions,
  type ModelName,
  type QuotedDocument,
  type ToChatView,
} from '../../protocol';
import type { EngineLink } from '../engine-link';
import { chatOptions } from './chat-options';

/** What a conversation needs of the extension. */
export interface ChatHost {
  readonly engine: Pick<EngineLink, 'request' | 'on'>;
  readonly load: () => LoadOptions;
  /** Tokens that the model reads in all, as far as that is known. */
  readonly context: (model: ModelName) => number | undefined;
  /** The text that goes along with a message. */
  readonly quoted: (scope: ChatScope) => { readonly document: QuotedDocument; readonly about: TextAbout } | undefined;
  /** Milliseconds between two messages about a growing turn. */
  readonly interval: number;
}

type Answer = Extract<ChatTurn, { readonly kind: 'answer' }>;
type Both = Extract<ChatTurn, { readonly kind: 'both' }>;

/** One conversation: what was said, and what is being asked; knows nothing of pages and editors. */
export class ChatSession {
  private said: readonly ChatTurn[] = [];
  private running: CancellationTokenSource | undefined;
  private fitting: CancellationTokenSource | undefined;
  private reading: { readonly done: number; readonly total: number } | undefined;
  private tasks = 0;
  private attempt = 0;
  private growing: ReturnType<typeof setTimeout> | undefined;
  public model: ModelName | undefined;
  public scope: ChatScope = 'document';

  public constructor(
    private readonly host: ChatHost,
    /** Told what changed; `changed`: all of it. */
    private readonly tell: (message: ToChatView | { readonly kind: 'changed' }) => void,
  ) {}

  public get turns(): readonly ChatTurn[] {
    return this.said;
  }

  public get busy(): { readonly done: number; readonly total: number } | undefined {
    return this.running && (this.reading ?? { done: 0, total: 0 });
  }

  /** What was kept over a reload of the window; what was being written then has ended. */
  public restore({ turns, scope, model }: ChatMemory): void {
    if (this.said.length > 0 || this.running) return;
    this.said = turns.map((turn) => ('end' in turn && turn.end === 'writing' ? { ...turn, end: 'stopped' } : turn));
    this.scope = scope;
    this.model ??= model;
    this.changed();
  }

  public async ask(text: string): Promise<void> {
    if (this.running || this.model === undefined || text.trim() === '') return;
    this.attempt = 0;
    const about = this.host.quoted(this.scope)?.about;
    await this.answer([...this.said, { kind: 'question', text, ...(about && { about }) }]);
  }

  /** Asks the last question once more, drawing other tokens. */
  public async again(): Promise<void> {
    if (this.running) return;
    const last = this.said.at(-1);
    this.attempt++;
    if (last?.kind === 'both') {
      await this.both(last.question, last.candidates, this.said.slice(0, -1));
    } else if (last?.kind === 'answer') {
      await this.answer(this.said.slice(0, -1));
    }
  }

  /** A question asked directly and step by step. */
  public async both(question: string, candidates: readonly string[], before = this.said): Promise<void> {
    const { model } = this;
    if (this.running || model === undefined || question.trim() === '') return;
    const turn: Both = { kind: 'both', question, candidates, direct: '', reasoning: '', answer: '', end: 'writing' };
    const parts = ['direct', 'reasoning', 'answer'] as const;
    const [options] = chatOptions(before === this.said ? 0 : this.attempt, this.host.context(model));
    const messages: readonly ChatMessage[] = [{ role: 'user', content: question }];
    this.said = [...before, turn];
    await this.run(async (task, token) => {
      const growing = this.host.engine.on('generated', ({ task: of, sequence, text }) => {
        const part = parts[sequence];
        if (of === task && part) this.grow({ [part]: text });
      });
      try {
        const request = { ...this.host.load(), ...this.quote(), model, messages, candidates, options, task };
        const answers = await this.host.engine.request('answers', request, token);
        this.grow({ answers, end: answers.ways.find(({ end }) => end)?.end ?? 'end-token' });
      } finally {
        growing.dispose();
      }
    });
  }

  public stop(): void {
    this.running?.cancel();
  }

  public clear(): void {
    this.stop();
    this.said = [];
    this.changed();
  }

  /** Tells how the draft would fit; the newest draft wins. */
  public async fit(draft: string): Promise<void> {
    this.fitting?.cancel();
    const { model } = this;
    if (model === undefined) return;
    const source = (this.fitting = new CancellationTokenSource());
    const text = draft.trim() === '' ? '?' : draft;
    const messages = [...this.messages(this.said), { role: 'user', content: text } as const];
    const [{ maxNewTokens }] = chatOptions(0, this.host.context(model));
    try {
      const request = { model, messages, ...this.quote(), maxNewTokens };
      const prompt = await this.host.engine.request('chat.render', request, source.token);
      if (!source.token.isCancellationRequested) this.tell({ kind: 'fit', prompt });
    } catch (error) {
      if (source.token.isCancellationRequested) return;
      if (!(error instanceof FailureError)) throw error;
      this.tell({ kind: 'fit', problem: error.failure.message });
    }
  }

  public dispose(): void {
    this.running?.cancel();
    this.fitting?.cancel();
    clearTimeout(this.growing);
  }

  private async answer(before: readonly ChatTurn[]): Promise<void> {
    const { model } = this;
    if (model === undefined) return;
    const messages = this.messages(before);
    const [options, chosen] = chatOptions(this.attempt, this.host.context(model));
    this.said = [...before, { kind: 'answer', text: '', tokens: [], chosen, end: 'writing' }];
    await this.run(async (task, token) => {
      const growing = this.host.engine.on('generated', ({ task: of, text, tokens }) => {
        if (of === task) this.grow({ text, tokens });
      });
      try {
        const request = { ...this.host.load(), ...this.quote(), model, messages, options, task };
        const { sequences, prompt, provenance } = await this.host.engine.request('chat', request, token);
        const { text, tokens, end } = sequences[0]!;
        this.grow({ text, tokens, end, prompt, provenance });
      } finally {
        growing.dispose();
      }
    });
  }

  /** What was said, for the model: answers that said nothing, and questions asked both ways, are left out. */
  private messages(turns: readonly ChatTurn[]): readonly ChatMessage[] {
    return turns.flatMap((turn, at): ChatMessage[] => {
      if (turn.kind === 'answer') return turn.text === '' ? [] : [{ role: 'assistant', content: turn.text }];
      const next = turns[at + 1];
      const unanswered = next !== undefined && !(next.kind === 'answer' && next.text !== '');
      return turn.kind === 'both' || unanswered ? [] : [{ role: 'user', content: turn.text }];
    });
  }

  private quote(): { readonly document?: QuotedDocument } {
    const quoted = this.host.quoted(this.scope);
    return quoted ? { document: quoted.document } : {};
  }

  private async run(work: (task: string, token: CancellationTokenSource['token']) => Promise<void>): Promise<void> {
    const task = `chat-${++this.tasks}`;
    const source = (this.running = new CancellationTokenSource());
    this.reading = undefined;
    const progress = this.host.engine.on('progress', ({ task: of, done, total }) => {
      if (of !== task) return;
      this.reading = { done, total };
      this.tell({ kind: 'progress', done, total });
    });
    this.changed();
    try {
      await work(task, source.token);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      const { code, message } = error.failure;
      const end: ChatEnd = code === 'engine-died' ? 'died' : code === 'cancelled' ? 'stopped' : 'failed';
      // What came stays.
      this.grow({ end, ...(end !== 'stopped' && { failure: message }) });
    } finally {
      progress.dispose();
      clearTimeout(this.growing);
      this.growing = undefined;
      this.running = undefined;
      this.changed();
    }
  }

  private grow(change: Partial<Answer> | Partial<Both>): void {
    const last = this.said.at(-1);
    // The conversation was cleared meanwhile.
    if (last === undefined || last.kind === 'question' || last.end !== 'writing') return;
    this.said = [...this.said.slice(0, -1), { ...last, ...change } as ChatTurn];
    this.growing ??= setTimeout(() => {
      this.growing = undefined;
      const turn = this.said.at(-1);
      if (turn) this.tell({ kind: 'turn', turn });
    }, this.host.interval);
  }

  private changed(): void {
    this.tell({ kind: 'changed' });
  }
}

import { CancellationTokenSource } from 'vscode-jsonrpc';
import {
  fail,
  FailureError,
  type InsideText,
  type PanelContent,
  type PanelName,
  type RequestKind,
  type RequestOf,
  type ResponseOf,
  type ToPanel,
} from '../../protocol';
import type { Engine } from '../engine';
import type { PanelAnswers, PanelContext } from './panel-feature';

/** What the page asked about the content that it shows. Numbers of questions are below zero, those of readings above. */
export class PanelQuestions<N extends PanelName> {
  private readonly open = new Map<number, CancellationTokenSource>();

  public constructor(
    private readonly name: N,
    private readonly engine: Engine,
    private readonly answers: PanelAnswers<N>,
    private readonly send: (message: ToPanel<N>) => void,
  ) {}

  /** Answers with what the feature says, or with why it cannot. */
  public async answer(
    id: number,
    ask: string,
    params: unknown,
    content: PanelContent<N> | undefined,
    text: InsideText | undefined,
  ): Promise<void> {
    const asking = new CancellationTokenSource();
    this.open.set(id, asking);
    try {
      if (content === undefined || text === undefined) throw fail('cancelled', 'There is nothing to ask about.');
      const answer = (this.answers as Readonly<Record<string, PanelAnswers<N>[keyof PanelAnswers<N>]>>)[ask];
      if (answer === undefined) throw new TypeError(`unknown question ${ask}`);
      const tell = (part: unknown): void => this.send({ kind: 'part', id, part });
      const context = contextOf(this.engine, asking.token, `${this.name} ${id}`, tell);
      // The page and this build are one: the parameters are those of the question.
      const found = await answer(params as never, content, text, context);
      this.send({ kind: 'answer', id, answer: found });
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.send({ kind: 'refusal', id, failure: error.failure });
    } finally {
      this.open.delete(id);
      asking.dispose();
    }
  }

  public cancel(id: number): void {
    this.open.get(id)?.cancel();
  }

  public cancelAll(): void {
    for (const asking of this.open.values()) asking.cancel();
  }

  public progress(id: number, done: number, total: number): void {
    if (this.open.has(id)) this.send({ kind: 'progress', id, done, total });
  }
}

/** What a feature gets to read or answer with. */
export function contextOf(
  engine: Engine,
  token: PanelContext['token'],
  task: string,
  tell: PanelContext['tell'] = () => undefined,
): PanelContext {
  const request = <K extends RequestKind>(kind: K, params: RequestOf<K>): Promise<ResponseOf<K>> =>
    engine.request(kind, params, token);
  return { token, task, request, listen: (kind, listener) => engine.on(kind, listener), tell };
}

import { fail } from '../../protocol';
import type { OnnxModel } from '../graph/onnx-model';
import { runtimeFailure, Session, type SessionPlace } from '../runtime/session';
import type { LanguageModel, ModelSource } from '../families/language-model';

interface Entry {
  readonly model: LanguageModel;
  readonly kind: string;
  readonly session: Promise<Session>;
}

/** Weights are mapped from the model's file, but prepared ones are a copy of their own: few sessions are kept. */
const most = 12;

/** The parts of a model's graph as they lie on disk and how it was opened; refuses models without a graph. */
export function sourceOf(model: LanguageModel): ModelSource {
  if (model.source) return model.source;
  throw fail('unsupported', `${model.installed.name} has no graph to look into. Choose a model from a folder.`);
}

async function open(
  source: ModelSource,
  edit: (source: ModelSource) => OnnxModel,
  place: SessionPlace,
): Promise<Session> {
  const graph = edit(source);
  try {
    return await Session.open(graph, place, 'The tapped model');
  } catch (error) {
    const { code, message } = runtimeFailure(error, 'unsupported', `${source.path} cannot be looked into`);
    throw fail(code, message);
  }
}

/**
 * Sessions over edited copies of a model's graph, made when they are first asked for; the model's own sessions, and so
 * its speed, stay as they are. Least recently used ones go, but none while a request is at work: it may be about to run
 * one.
 */
export class TappedSessions {
  private entries: readonly Entry[] = [];
  /** Those that go as soon as nobody works. */
  private leaving: readonly Entry[] = [];

  public constructor(private readonly isWorking: () => boolean = () => false) {}

  /**
   * `kind` names the edit; `edit` gives the graph to open, with the weights where they lie. `place`: how it is to
   * run, where that is not as the model does.
   */
  public async get(
    model: LanguageModel,
    kind: string,
    edit: (source: ModelSource) => OnnxModel,
    place: Partial<SessionPlace> = {},
  ): Promise<Session> {
    const source = sourceOf(model);
    const known = this.entries.find((entry) => entry.model === model && entry.kind === kind);
    const entry = known ?? { model, kind, session: open(source, edit, { ...source.place, ...place }) };
    this.entries = [...this.entries.filter((other) => other !== entry), entry];
    this.leaving = [...this.leaving, ...this.entries.slice(0, -most)];
    this.entries = this.entries.slice(-most);
    this.sweep();
    entry.session.catch(() => {
      this.entries = this.entries.filter((other) => other !== entry);
    });
    return entry.session;
  }

  /** Drops at once a session that nobody needs for some time, and its memory. */
  public release(model: LanguageModel, kind: string): void {
    for (const entry of this.entries.filter((known) => known.model === model && known.kind === kind)) this.drop(entry);
    this.entries = this.entries.filter((known) => known.model !== model || known.kind !== kind);
  }

  /** The model is unloaded. */
  public forget(model: object): void {
    this.leaving = [...this.leaving, ...this.entries.filter((known) => known.model === model)];
    this.entries = this.entries.filter((known) => known.model !== model);
    this.sweep();
  }

  /** To be called when a request has ended. */
  public sweep(): void {
    if (this.isWorking()) return;
    for (const entry of this.leaving) this.drop(entry);
    this.leaving = [];
  }

  private drop({ session }: Entry): void {
    // A session that failed to open has told so to whoever asked for it.
    void session.then((open) => open.dispose()).catch(() => undefined);
  }
}

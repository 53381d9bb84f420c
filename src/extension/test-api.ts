import * as vscode from 'vscode';
import type {
  AskState,
  ChatState,
  CompareState,
  FigureFormat,
  Figures,
  PanelName,
  PanelState,
  Provenance,
  ScoreState,
  SummaryState,
  TranslateState,
} from '../protocol';
import type { LevelSpan } from './colour/colouring';
import type { CommandParts } from './command-parts';
import type { CompletionCounts, CompletionState } from './completion/completion-provider';
import { type ModelDescription, describeModel } from './model-description';
import { isModel } from './models-tree';
import type { StatusItem } from './status-item';
import type { MirrorToken } from './token-mirror';

/** What `activate` returns: how tests look inside. Nothing here changes anything. */
export interface LangscopeApi {
  /** The engine's process; undefined while none runs. */
  readonly enginePid: () => number | undefined;
  readonly document: (uri: vscode.Uri) => DocumentApi | undefined;
  /** Coloured stretches of the visible editor of the document, as painted last. */
  readonly painted: (uri: vscode.Uri) => readonly LevelSpan[];
  readonly statusText: () => string;
  /** What completions did so far, whether they work, and what is left of those suggested at the cursor. */
  readonly completions: () => CompletionCounts & {
    readonly state: CompletionState;
    readonly suggested: readonly string[];
  };
  readonly settingProblems: () => readonly string[];
  /** The Models view's entries, asked for as the view does. */
  readonly models: () => Promise<readonly ModelDescription[]>;
  /** What the Chat view shows. */
  readonly chat: () => ChatState;
  /** What the Summary view shows, and what it marks in a document. */
  readonly summary: () => SummaryState;
  readonly summaryMarks: (uri: vscode.Uri) => readonly { readonly start: number; readonly end: number }[];
  /** What the Compare view shows, and how many stretches it marks in the editor of the draft. */
  readonly compare: () => CompareState & { readonly marks: number };
  /** What the Ask view shows, and what it marks in a document, the best answer first. */
  readonly ask: () => AskState;
  readonly askMarks: (document: vscode.TextDocument) => readonly vscode.Range[];
  /** What the Translate view shows. */
  readonly translation: () => TranslateState;
  /** What a panel shows; undefined while it is not open. */
  readonly panel: <N extends PanelName>(name: N) => PanelState<N> | undefined;
  /** The panel's figure, drawn by its page. */
  readonly figure: (name: PanelName, format: FigureFormat) => Promise<string | Uint8Array | undefined>;
  /** Whether a story is being continued. */
  readonly writing: () => boolean;
  /** Fires whenever a panel's state changes. */
  readonly onDidChangePanel: vscode.Event<unknown>;
  /** Fires whenever scores or states change. */
  readonly onDidChange: vscode.Event<unknown>;
}

export interface DocumentApi {
  readonly state: ScoreState;
  readonly figures: Figures | undefined;
  readonly provenance: Provenance | undefined;
  readonly model: string | undefined;
  readonly tokens: readonly MirrorToken[];
}

export function testApi(parts: CommandParts & { readonly status: StatusItem }): LangscopeApi {
  const {
    engine,
    documents,
    painter,
    status,
    settings,
    models,
    panels,
    chat,
    ask,
    compare,
    translation,
    summary,
    completions,
    story,
  } = parts;
  const find = (uri: vscode.Uri) =>
    vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return {
    enginePid: () => engine.pid,
    document: (uri) => {
      const document = find(uri);
      const scored = document && documents.get(document);
      if (!scored) return undefined;
      const { state, figures, provenance, mirror } = scored;
      const tokens = Array.from({ length: mirror.length }, (_, index) => mirror.at(index));
      return { state, figures, provenance, model: scored.choice?.model, tokens };
    },
    painted: (uri) => {
      const editor = vscode.window.visibleTextEditors.find((one) => one.document.uri.toString() === uri.toString());
      return editor ? painter.stretches(editor) : [];
    },
    statusText: () => status.text,
    completions: () => {
      const editor = vscode.window.activeTextEditor;
      const rests = editor ? completions.rests(editor.document, editor.selection.active) : [];
      return { ...completions.counts, state: completions.state, suggested: rests.map(({ text }) => text) };
    },
    settingProblems: () => settings.problems,
    models: async () =>
      (await models.models()).map((entry) =>
        describeModel(entry, isModel(entry, settings.values.model), vscode.l10n.t),
      ),
    chat: () => chat.state(),
    summary: () => summary.state(),
    summaryMarks: (uri) => summary.links.marks(uri),
    translation: () => translation.state(),
    compare: () => ({ ...compare.state(), marks: compare.marks }),
    ask: () => ask.state(),
    askMarks: (document) => ask.marks(document),
    panel: (name) => panels.state(name),
    figure: (name, format) => panels.get(name)?.draw(format) ?? Promise.resolve(undefined),
    writing: () => story.busy,
    onDidChangePanel: panels.onDidChange,
    onDidChange: documents.onDidChange,
  };
}

import * as vscode from 'vscode';
import type { Disposes } from './disposes';
import type { EngineEvents, ScoreOptions, Span } from '../protocol';
import { formatCount } from '../protocol';
import { toEdits } from './document-edits';
import type { Engine } from './engine';
import { ScoredDocument, type ScoringChoice } from './scored-document';
import type { Settings } from './settings';
import { isDocument, isProse, looksBinary } from './text-kind';

/** Documents that the engine keeps open at the same time; the least recently seen ones go first. */
const mostOpen = 8;
/** Alternatives that a hover shows. */
export const alternatives = 10;

interface Entry {
  readonly document: vscode.TextDocument;
  readonly scored: ScoredDocument;
  eol: vscode.EndOfLine;
  lastSeen: number;
}

export interface ScoredChange {
  readonly document: vscode.TextDocument;
  readonly what: 'scores' | 'state' | 'closed';
}

/** Which documents are scored, and their scores. */
export class ScoredDocuments implements vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  /** Asked for by a command: scored whatever the language. */
  private readonly asked = new Set<string>();
  /** Stopped by a command: not scored until asked for again. */
  private readonly stopped = new Set<string>();
  private readonly changed = new vscode.EventEmitter<ScoredChange>();
  private readonly disposables: Disposes[] = [];
  private seen = 0;

  public readonly onDidChange = this.changed.event;

  public constructor(
    private readonly engine: Engine,
    private readonly settings: Settings,
  ) {
    this.disposables.push(
      this.changed,
      engine.on('scores', (event) => this.entries.get(event.uri)?.scored.takeScores(event)),
      engine.on('state', (event: EngineEvents['state']) => this.entries.get(event.uri)?.scored.takeState(event)),
      engine.onDidStart(() => this.each(({ scored }) => scored.reopen())),
      engine.onState(({ kind }) => kind === 'waiting' && this.each(({ scored }) => scored.interrupt())),
      engine.onDidFail((message) => this.each(({ scored }) => scored.fail(message))),
      vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.refresh()),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) =>
        this.entries.get(keyOf(textEditor.document))?.scored.tellVisible(),
      ),
      settings.onDidChange(() => {
        const choice = this.choice();
        const text = JSON.stringify(choice);
        this.each(({ scored }) => JSON.stringify(scored.choice) !== text && scored.open(choice));
        this.refresh();
      }),
    );
    this.refresh();
  }

  public get(document: vscode.TextDocument): ScoredDocument | undefined {
    return this.entries.get(keyOf(document))?.scored;
  }

  /** Why the document cannot be scored and what to do; undefined when it can. */
  public refusal(document: vscode.TextDocument): string | undefined {
    if (!isDocument(document.uri.scheme, document.languageId)) {
      return vscode.l10n.t('This is no document of yours but a view of the editor; it is not scored.');
    }
    const { length, binary } = this.look(document);
    const most = this.settings.values.maxCharacters;
    if (length > most) {
      return vscode.l10n.t(
        'The document is too large: {0} characters, and langscope.score.maxCharacters allows {1}. Raise the setting or score a part in a file of its own.',
        formatCount(length),
        formatCount(most),
      );
    }
    if (binary) return vscode.l10n.t('The document looks binary; there is no text to score. Open it as text first.');
    return undefined;
  }

  /** Scores the document from now on, whatever its language; undefined when it cannot be (see `refusal`). */
  public score(document: vscode.TextDocument): ScoredDocument | undefined {
    this.stopped.delete(keyOf(document));
    this.asked.add(keyOf(document));
    const known = this.entries.get(keyOf(document));
    if (known?.scored.state.kind === 'failed') known.scored.reopen();
    return this.open(document);
  }

  /** Ends the work on the document and takes its colours away. */
  public stop(document: vscode.TextDocument): void {
    this.stopped.add(keyOf(document));
    this.asked.delete(keyOf(document));
    this.close(keyOf(document));
  }

  public dispose(): void {
    for (const key of [...this.entries.keys()]) this.close(key);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private each(act: (entry: Entry) => unknown): void {
    for (const entry of [...this.entries.values()]) act(entry);
  }

  private choice(): ScoringChoice {
    const { model, precision, provider, window, stride } = this.settings.values;
    const options: ScoreOptions = {
      precision,
      provider,
      top: alternatives,
      ...(window > 0 && { window }),
      ...(stride > 0 && { stride }),
    };
    return { model, options };
  }

  /** Opens what is visible and wanted; closes what is not wanted any more. */
  private refresh(): void {
    const visible = new Set(vscode.window.visibleTextEditors.map(({ document }) => document));
    for (const document of visible) if (this.wanted(document)) this.open(document);
    this.each(({ document }) => this.wanted(document) || this.close(keyOf(document)));
    const shown = new Set([...visible].map(keyOf));
    const oldest = [...this.entries].sort(([, a], [, b]) => a.lastSeen - b.lastSeen);
    for (const [key] of oldest) if (this.entries.size > mostOpen && !shown.has(key)) this.close(key);
  }

  private wanted(document: vscode.TextDocument): boolean {
    const key = keyOf(document);
    if (document.isClosed || this.stopped.has(key)) return false;
    if (this.asked.has(key)) return this.refusal(document) === undefined;
    const mode = this.settings.values.automatic;
    const suits = mode === 'all' || (mode === 'prose' && isProse(document.languageId));
    return suits && this.refusal(document) === undefined;
  }

  private open(document: vscode.TextDocument): ScoredDocument | undefined {
    const key = keyOf(document);
    const known = this.entries.get(key);
    if (known) {
      known.lastSeen = ++this.seen;
      return known.scored;
    }
    if (this.refusal(document) !== undefined) return undefined;
    const source = {
      uri: key,
      get version() {
        return document.version;
      },
      text: () => document.getText(),
      visible: () => visibleSpan(document),
    };
    const scored = new ScoredDocument(this.engine, source, (what) => this.changed.fire({ document, what }));
    this.entries.set(key, { document, scored, eol: document.eol, lastSeen: ++this.seen });
    scored.open(this.choice());
    return scored;
  }

  private close(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    entry.scored.close();
    this.changed.fire({ document: entry.document, what: 'closed' });
  }

  private forget(document: vscode.TextDocument): void {
    const key = keyOf(document);
    this.asked.delete(key);
    this.stopped.delete(key);
    this.close(key);
  }

  private follow(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    const entry = this.entries.get(keyOf(document));
    if (!entry) {
      // It may have become small enough, or text.
      if (contentChanges.length > 0 && document === vscode.window.activeTextEditor?.document) this.refresh();
      return;
    }
    if (document.eol !== entry.eol) {
      // Every line's end changed its length, and VS Code tells no ranges for it.
      entry.eol = document.eol;
      entry.scored.mirror.clear();
      entry.scored.reopen();
      return;
    }
    if (contentChanges.length > 0) entry.scored.change(document.version, toEdits(contentChanges));
  }

  /** Kept per version: reading a whole text costs. */
  private readonly looks = new WeakMap<vscode.TextDocument, { version: number; length: number; binary: boolean }>();

  private look(document: vscode.TextDocument): { readonly length: number; readonly binary: boolean } {
    const known = this.looks.get(document);
    if (known?.version === document.version) return known;
    const end = document.lineAt(document.lineCount - 1).range.end;
    const length = document.offsetAt(end);
    const head = document.getText(new vscode.Range(0, 0, 200, 0)).slice(0, 8192);
    const look = { version: document.version, length, binary: looksBinary(head) };
    this.looks.set(document, look);
    return look;
  }
}

export function keyOf(document: vscode.TextDocument): string {
  return document.uri.toString();
}

/** From the first to the last visible character, over all editors that show the document. */
export function visibleSpan(document: vscode.TextDocument): Span | undefined {
  const ranges = vscode.window.visibleTextEditors
    .filter((editor) => editor.document === document)
    .flatMap((editor) => editor.visibleRanges);
  if (ranges.length === 0) return undefined;
  const starts = ranges.map(({ start }) => document.offsetAt(start));
  const ends = ranges.map(({ end }) => document.offsetAt(end));
  return { start: Math.min(...starts), end: Math.max(...ends) };
}

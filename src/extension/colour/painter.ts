import * as vscode from 'vscode';
import type { Disposes } from '../disposes';
import type { Legend, Span } from '../../protocol';
import type { ScoredDocuments } from '../scored-documents';
import type { Settings } from '../settings';
import { type LevelSpan, type Levels, levelSpans } from './colouring';
import { DecorationTypes } from './decoration-types';
import { legendOf, looksOf } from './legend';
import { isHighContrast } from './high-contrast';

/** Lines above and below the visible ones that are coloured too, so that scrolling shows no bare text. */
const margin = 60;
/** Milliseconds between two paintings of an editor while scores come in. */
const pause = 40;

/** Colours the visible text of every scored document. */
export class Painter implements vscode.Disposable {
  private readonly types = new DecorationTypes();
  /** What each editor shows now. */
  private readonly painted = new Map<vscode.TextEditor, ReadonlySet<vscode.TextEditorDecorationType>>();
  private readonly shown = new Map<vscode.TextEditor, readonly LevelSpan[]>();
  private readonly due = new Set<vscode.TextEditor>();
  private readonly legendChanged = new vscode.EventEmitter<void>();
  private readonly disposables: readonly Disposes[];
  private timer: NodeJS.Timeout | undefined;
  private hidden = false;
  /** Documents that a panel colours for the time being. */
  private readonly lent = new Set<vscode.TextDocument>();

  public readonly onDidChangeLegend = this.legendChanged.event;

  public constructor(
    private readonly documents: ScoredDocuments,
    private readonly settings: Settings,
  ) {
    this.disposables = [
      this.types,
      this.legendChanged,
      documents.onDidChange(({ document, what }) => {
        if (what !== 'state') this.schedule((editor) => editor.document === document);
      }),
      settings.onDidChange(() => this.repaint()),
      vscode.window.onDidChangeActiveColorTheme(() => this.repaint()),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.schedule((one) => one === textEditor)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const editor of this.painted.keys()) {
          if (!editors.includes(editor)) {
            this.painted.delete(editor);
            this.shown.delete(editor);
          }
        }
        this.schedule(() => true);
      }),
    ];
    this.schedule(() => true);
  }

  /** Whether colours are switched off by the command; the setting stays as it is. */
  public get off(): boolean {
    return this.hidden;
  }

  public toggle(): void {
    this.hidden = !this.hidden;
    this.repaint();
  }

  /** A panel colours the document while `lent`. */
  public lend(document: vscode.TextDocument, lent: boolean): void {
    if (this.lent.has(document) === lent) return;
    if (lent) this.lent.add(document);
    else this.lent.delete(document);
    this.schedule((editor) => editor.document === document);
  }

  public legend(): Legend {
    return legendOf(this.levels(), this.settings.values.palette, vscode.l10n.t);
  }

  public levels(): Levels {
    const { colouring, surprisalThresholds, rankThresholds, entropyThresholds } = this.settings.values;
    return {
      colouring: this.hidden ? 'off' : colouring,
      surprisal: surprisalThresholds,
      rank: rankThresholds,
      entropy: entropyThresholds,
    };
  }

  /** The coloured stretches of an editor, as they were painted last. */
  public stretches(editor: vscode.TextEditor): readonly LevelSpan[] {
    return this.shown.get(editor) ?? [];
  }

  public dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private repaint(): void {
    this.legendChanged.fire();
    this.schedule(() => true);
  }

  private schedule(which: (editor: vscode.TextEditor) => boolean): void {
    for (const editor of vscode.window.visibleTextEditors) if (which(editor)) this.due.add(editor);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const visible = new Set(vscode.window.visibleTextEditors);
      for (const editor of this.due) if (visible.has(editor)) this.paint(editor);
      this.due.clear();
    }, pause);
  }

  private paint(editor: vscode.TextEditor): void {
    const { document } = editor;
    const scored = this.lent.has(document) ? undefined : this.documents.get(document);
    const levels = this.levels();
    const spans = scored ? mergedSpans(editor).flatMap((span) => levelSpans(scored.mirror, span, levels)) : [];
    const looks = looksOf(levels.colouring, this.settings.values.palette);
    const highContrast = isHighContrast();
    const ranges = new Map<vscode.TextEditorDecorationType, vscode.Range[]>();
    for (const { start, end, level } of spans) {
      const type = this.types.get(looks[level]!, highContrast);
      if (!type) continue;
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      const known = ranges.get(type);
      if (known) known.push(range);
      else ranges.set(type, [range]);
    }
    for (const type of this.painted.get(editor) ?? []) if (!ranges.has(type)) editor.setDecorations(type, []);
    for (const [type, list] of ranges) editor.setDecorations(type, list);
    this.painted.set(editor, new Set(ranges.keys()));
    this.shown.set(editor, spans);
  }
}

/** The visible stretches with their margins; neighbours that meet are one. */
function mergedSpans(editor: vscode.TextEditor): readonly Span[] {
  const { document } = editor;
  const spans: { start: number; end: number }[] = [];
  for (const { start, end } of editor.visibleRanges) {
    const first = document.offsetAt(new vscode.Position(Math.max(0, start.line - margin), 0));
    const last = document.offsetAt(new vscode.Position(end.line + margin + 1, 0));
    const before = spans.at(-1);
    if (before && before.end >= first) before.end = Math.max(before.end, last);
    else spans.push({ start: first, end: last });
  }
  return spans;
}

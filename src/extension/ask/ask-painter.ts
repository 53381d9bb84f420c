import * as vscode from 'vscode';
import type { AskResult } from '../../protocol';
import { DecorationTypes } from '../colour/decoration-types';
import { surpriseColour } from '../colour/theme-colours';
import { surpriseUnderlines } from '../colour/underlines';
import type { Disposes } from '../disposes';

const highContrastKinds: ReadonlySet<vscode.ColorThemeKind> = new Set([
  vscode.ColorThemeKind.HighContrast,
  vscode.ColorThemeKind.HighContrastLight,
]);

/** Steps of the fill of the best answer, and of those behind it. */
const steps = [7, 5, 4, 3, 2] as const;

/** Marks the answers in the document, the best strongest, and in the ruler at its side. */
export class AskPainter implements vscode.Disposable {
  private readonly types = new DecorationTypes();
  private readonly ruler = vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor('charts.blue'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly disposables: readonly Disposes[];
  private uri: string | undefined;
  private result: AskResult | undefined;
  private threshold = 0;
  private painted: readonly vscode.TextEditorDecorationType[] = [];

  public constructor(private readonly place: (span: { start: number; end: number }, version: number) => { start: number; end: number }) {
    const repaint = (): void => this.paint();
    this.disposables = [
      this.types,
      this.ruler,
      vscode.window.onDidChangeVisibleTextEditors(repaint),
      vscode.window.onDidChangeActiveColorTheme(repaint),
    ];
  }

  /** Those above the threshold are marked; nothing where no result is given. */
  public show(uri: string | undefined, result: AskResult | undefined, threshold: number): void {
    if (uri === this.uri && result === this.result && threshold === this.threshold) return;
    this.clear();
    this.uri = uri;
    this.result = result;
    this.threshold = threshold;
    this.paint();
  }

  /** Ranges that are marked, the best first. */
  public marks(document: vscode.TextDocument): readonly vscode.Range[] {
    const { result } = this;
    if (!result || document.uri.toString() !== this.uri) return [];
    return result.answers
      .filter(({ gap }) => gap > this.threshold)
      .map((answer) => this.place(answer, result.version))
      .map(({ start, end }) => new vscode.Range(document.positionAt(start), document.positionAt(end)));
  }

  public dispose(): void {
    this.clear();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private clear(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      for (const type of this.painted) editor.setDecorations(type, []);
    }
    this.painted = [];
  }

  private paint(): void {
    this.clear();
    const highContrast = highContrastKinds.has(vscode.window.activeColorTheme.kind);
    const used = new Set<vscode.TextEditorDecorationType>();
    for (const editor of vscode.window.visibleTextEditors) {
      const marks = this.marks(editor.document);
      if (marks.length === 0) continue;
      editor.setDecorations(this.ruler, marks);
      used.add(this.ruler);
      for (const [rank, range] of marks.entries()) {
        const step = steps[Math.min(rank, steps.length - 1)]!;
        const type = this.types.get({ color: surpriseColour('blue', step), underline: surpriseUnderlines[step]! }, highContrast); // prettier-ignore
        if (!type) continue;
        // With as many looks as answers, each has its own.
        const same = marks.filter((_, at) => steps[Math.min(at, steps.length - 1)] === step);
        editor.setDecorations(type, rank < steps.length - 1 ? [range] : same);
        used.add(type);
      }
    }
    this.painted = [...used];
  }
}

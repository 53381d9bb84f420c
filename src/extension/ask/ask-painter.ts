import * as vscode from 'vscode';
import type { AskResult } from '../../protocol';
import { surpriseColour } from '../colour/theme-colours';
import type { Disposes } from '../disposes';
import { isHighContrast } from '../colour/high-contrast';

/**
 * What the best answer looks like, and those behind it: a step of the fill; in high contrast, where surprise has its underlines,
 * a frame.
 */
const looks = [
  { step: 7, frame: '2px solid' },
  { step: 5, frame: '1px solid' },
  { step: 4, frame: '1px dashed' },
  { step: 3, frame: '1px dotted' },
] as const;

/** Marks the answers in the document, the best strongest, and in the ruler at its side. */
export class AskPainter implements vscode.Disposable {
  private readonly ruler = vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor('charts.blue'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly types = looks.map(({ step, frame }) => {
    const rangeBehavior = vscode.DecorationRangeBehavior.ClosedClosed;
    const backgroundColor = new vscode.ThemeColor(surpriseColour('blue', step));
    const borderColor = new vscode.ThemeColor('contrastActiveBorder');
    return {
      fill: vscode.window.createTextEditorDecorationType({ backgroundColor, rangeBehavior }),
      frame: vscode.window.createTextEditorDecorationType({ border: frame, borderColor, rangeBehavior }),
    };
  });
  private readonly disposables: readonly Disposes[];
  private uri: string | undefined;
  private result: AskResult | undefined;
  private threshold = 0;
  private painted: readonly vscode.TextEditorDecorationType[] = [];

  public constructor(
    private readonly place: (span: { start: number; end: number }, version: number) => { start: number; end: number },
  ) {
    const repaint = (): void => this.paint();
    this.disposables = [
      ...this.types.flatMap(({ fill, frame }) => [fill, frame]),
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
    const highContrast = isHighContrast();
    const used = new Set<vscode.TextEditorDecorationType>();
    for (const editor of vscode.window.visibleTextEditors) {
      const marks = this.marks(editor.document);
      if (marks.length === 0) continue;
      editor.setDecorations(this.ruler, marks);
      used.add(this.ruler);
      for (const [rank, { fill, frame }] of this.types.entries()) {
        const type = highContrast ? frame : fill;
        // All that are behind the last look share it.
        editor.setDecorations(type, marks.slice(rank, rank === looks.length - 1 ? undefined : rank + 1));
        used.add(type);
      }
    }
    this.painted = [...used];
  }
}

import * as vscode from 'vscode';
import type { AttentionMarks } from '../../protocol';
import { formatPercent } from '../../protocol/format';
import { DecorationTypes } from '../colour/decoration-types';
import { surpriseColour } from '../colour/theme-colours';
import { surpriseUnderlines } from '../colour/underlines';
import type { Disposes } from '../disposes';
import { attentionMarks, type AttentionMark } from './attention-levels';
import type { DocumentColours } from './panel-feature';
import { isHighContrast } from '../colour/high-contrast';

/** Level from which a stretch is shown on the ruler too. */
const strongLevel = 4;

/**
 * Marks in the document what a token is bound to by attention: the token has a frame, each stretch is filled the
 * stronger the larger its weight, which a hover tells. Nothing is written into the text: it would move. An editor has no
 * place for curves over its text; the panel draws those.
 */
export class AttentionArcs {
  private readonly types = new DecorationTypes();
  private readonly token = vscode.window.createTextEditorDecorationType({
    border: '1px solid',
    borderColor: new vscode.ThemeColor('focusBorder'),
    borderRadius: '2px',
    overviewRulerColor: new vscode.ThemeColor('focusBorder'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  /** Where sources lie that are out of view. */
  private readonly ruler = vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor('charts.blue'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  private readonly painted = new Set<vscode.TextEditorDecorationType>();
  private readonly disposables: readonly Disposes[];
  private document: vscode.TextDocument | undefined;
  private marks: AttentionMarks | undefined;
  private found: readonly AttentionMark[] = [];

  public constructor(private readonly colours: DocumentColours) {
    this.disposables = [
      this.types,
      this.token,
      this.ruler,
      vscode.window.onDidChangeVisibleTextEditors(() => this.paint()),
      vscode.window.onDidChangeActiveColorTheme(() => this.paint()),
    ];
  }

  /** What is marked now, for tests. */
  public get shown(): readonly AttentionMark[] {
    return this.found;
  }

  /** The document whose text was read; undefined: nothing of it is shown any more. */
  public follow(document: vscode.TextDocument | undefined): void {
    if (document === this.document) return;
    this.show(undefined);
    this.document = document;
  }

  public show(marks: AttentionMarks | undefined): void {
    const { document } = this;
    if (!document) return;
    this.marks = marks;
    this.found = marks ? attentionMarks(marks) : [];
    this.colours.lend(document, marks !== undefined);
    this.paint();
  }

  public dispose(): void {
    this.show(undefined);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private paint(): void {
    const { document, marks } = this;
    if (!document) return;
    const highContrast = isHighContrast();
    const range = (start: number, end: number): vscode.Range =>
      new vscode.Range(document.positionAt(start), document.positionAt(end));
    const ranges = new Map<vscode.TextEditorDecorationType, vscode.DecorationOptions[]>();
    for (const { start, end, level, weight } of this.found) {
      const look = { color: surpriseColour('blue', level), underline: surpriseUnderlines[level]! };
      const type = this.types.get(look, highContrast);
      if (!type) continue;
      const hoverMessage = vscode.l10n.t('Attention: {0}', formatPercent(weight));
      ranges.set(type, [...(ranges.get(type) ?? []), { range: range(start, end), hoverMessage }]);
    }
    for (const type of ranges.keys()) this.painted.add(type);
    const token = marks ? [range(marks.token.start, marks.token.end)] : [];
    const strong = this.found.filter(({ level }) => level >= strongLevel).map(({ start, end }) => range(start, end));
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== document) continue;
      for (const type of this.painted) editor.setDecorations(type, ranges.get(type) ?? []);
      editor.setDecorations(this.ruler, strong);
      editor.setDecorations(this.token, token);
    }
  }
}

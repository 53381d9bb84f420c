import * as vscode from 'vscode';
import type { InfluenceReading } from '../../protocol';
import { DecorationTypes } from '../colour/decoration-types';
import type { Disposes } from '../disposes';
import type { Look } from '../colour/legend';
import { surpriseColour } from '../colour/theme-colours';
import { surpriseUnderlines } from '../colour/underlines';
import type { DocumentColours } from './panel-feature';
import { influenceMarks, type InfluenceMark } from './influence-levels';
import { isHighContrast } from '../colour/high-contrast';

/**
 * What a level looks like: a gradient in one hue, changes in orange (it helped) and purple (it misled). In high contrast
 * what misled has a double line, so that the two are told apart without a hue.
 */
function lookOf(level: number, sequential: boolean): Look {
  const step = Math.abs(level);
  const palette = sequential ? 'blue' : level > 0 ? 'orange' : 'purple';
  const underline = surpriseUnderlines[step]!;
  return {
    color: surpriseColour(palette, step),
    underline: level < 0 ? { style: 'double', thickness: Math.ceil(step / 2) } : underline,
  };
}

/** Colours in the document how much each stretch mattered to the token that is explained, while the panel is open. */
export class InfluencePainter {
  private readonly types = new DecorationTypes();
  private readonly target = vscode.window.createTextEditorDecorationType({
    outline: '1px solid',
    outlineColor: new vscode.ThemeColor('focusBorder'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly painted = new Set<vscode.TextEditorDecorationType>();
  private readonly disposables: readonly Disposes[];
  private document: vscode.TextDocument | undefined;
  private content: InfluenceReading | undefined;
  private marks: readonly InfluenceMark[] = [];

  public constructor(private readonly colours: DocumentColours) {
    this.disposables = [
      this.types,
      this.target,
      vscode.window.onDidChangeVisibleTextEditors(() => this.paint()),
      vscode.window.onDidChangeActiveColorTheme(() => this.paint()),
    ];
  }

  /** Marks are moved by the editor while the text changes; a new reading paints anew. */
  public show(document: vscode.TextDocument, content: InfluenceReading | undefined, live: boolean): void {
    if (live) return;
    if (this.document && this.document !== document) this.clear();
    this.document = document;
    this.content = content;
    this.marks = content ? influenceMarks(content) : [];
    this.colours.lend(document, content !== undefined);
    this.paint();
  }

  public dispose(): void {
    this.clear();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private clear(): void {
    if (this.document) this.colours.lend(this.document, false);
    this.content = undefined;
    this.marks = [];
    this.paint();
  }

  private paint(): void {
    const { document, content } = this;
    if (!document) return;
    const highContrast = isHighContrast();
    const range = (start: number, end: number): vscode.Range =>
      new vscode.Range(document.positionAt(start), document.positionAt(end));
    const ranges = new Map<vscode.TextEditorDecorationType, vscode.Range[]>();
    for (const { start, end, level } of this.marks) {
      const type = this.types.get(lookOf(level, content?.measure === 'gradient'), highContrast);
      if (!type) continue;
      ranges.set(type, [...(ranges.get(type) ?? []), range(start, end)]);
    }
    for (const type of ranges.keys()) this.painted.add(type);
    const { spans } = content?.tokens ?? { spans: undefined };
    const at = content?.target ?? 0;
    const explained = spans ? [range(spans[2 * at]!, spans[2 * at + 1]!)] : [];
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== document) continue;
      for (const type of this.painted) editor.setDecorations(type, ranges.get(type) ?? []);
      editor.setDecorations(this.target, explained);
    }
  }
}

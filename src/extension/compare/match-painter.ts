import * as vscode from 'vscode';
import { matchLevel, matchLevels, type Match } from '../../protocol';
import { surpriseColour } from '../colour/theme-colours';
import type { Underline } from '../colour/underlines';
import type { Disposes } from '../disposes';
import type { DocumentColours } from '../panels/panel-feature';
import type { SourceAnchor } from './compare-source';

/** A line in every theme, so that nothing hangs on colour; it grows with the level as the fill does. */
const underlines: readonly Underline[] = [
  { style: 'dotted', thickness: 1 },
  { style: 'dashed', thickness: 1 },
  { style: 'solid', thickness: 1 },
  { style: 'solid', thickness: 3 },
];
/** Of the eight steps of colour, from 0. */
const steps = [2, 4, 5, 7] as const;

/** Marks in the editor of the draft what the reference has too. */
export class MatchPainter implements vscode.Disposable {
  private readonly types = matchLevels.map((_, level) => {
    const { style, thickness } = underlines[level]!;
    return vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor(surpriseColour('blue', steps[level]!)),
      textDecoration: `underline ${style} ${thickness}px`,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    });
  });
  private readonly disposables: readonly Disposes[];
  private document: vscode.TextDocument | undefined;
  private ranges: readonly (readonly vscode.Range[])[] = [];

  public constructor(private readonly colours: DocumentColours) {
    this.disposables = [...this.types, vscode.window.onDidChangeVisibleTextEditors(() => this.paint())];
  }

  /** The matches of a text that lies at the anchor; undefined takes the marks away. The editor moves them with edits. */
  public show(anchor: SourceAnchor | undefined, matches: readonly Match[]): void {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === anchor?.uri);
    if (this.document && this.document !== document) {
      this.colours.lend(this.document, false);
      this.ranges = [];
      this.paint();
    }
    this.document = document;
    // Places of an older text wait for the figures of the newer one.
    if (!document || anchor?.version !== document.version) return;
    const ranges = matchLevels.map((): vscode.Range[] => []);
    for (const { candidate, words } of matches) {
      const at = (offset: number): vscode.Position => document.positionAt(anchor.start + offset);
      ranges[matchLevel(words)]!.push(new vscode.Range(at(candidate.start), at(candidate.end)));
    }
    this.ranges = ranges;
    this.colours.lend(document, true);
    this.paint();
  }

  /** Ranges that are marked now. */
  public get marked(): number {
    return this.ranges.reduce((sum, ranges) => sum + ranges.length, 0);
  }

  public dispose(): void {
    this.show(undefined, []);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private paint(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== this.document) continue;
      this.types.forEach((type, level) => editor.setDecorations(type, this.ranges[level] ?? []));
    }
  }
}

import * as vscode from 'vscode';
import type { ShownSummary, SummarySource } from '../../protocol';
import { surpriseColour } from '../colour/theme-colours';
import { surpriseUnderlines } from '../colour/underlines';
import type { Disposes } from '../disposes';
import type { DocumentColours } from '../panels/panel-feature';
import { markStep, markSteps } from './summary-sources';
import { isHighContrast } from '../colour/high-contrast';

interface Placed extends SummarySource {
  readonly uri: string;
}

/** Marks in the editors where a summary came from: while it is hovered, or as long as the sentences are highlighted. */
export class SummaryPainter implements vscode.Disposable {
  private types: readonly vscode.TextEditorDecorationType[] = [];
  private readonly disposables: readonly Disposes[];
  private highlighted: readonly Placed[] = [];
  private previewed: readonly Placed[] | undefined;
  private lent: readonly vscode.TextDocument[] = [];

  public constructor(private readonly colours: DocumentColours) {
    this.make();
    this.disposables = [
      vscode.window.onDidChangeVisibleTextEditors(() => this.paint()),
      vscode.window.onDidChangeActiveColorTheme(() => {
        this.make();
        this.paint();
      }),
    ];
  }

  /** What stays marked. */
  public highlight(shown: readonly ShownSummary[]): void {
    this.highlighted = shown.flatMap((summary) =>
      placed(
        summary,
        summary.sentences.flatMap(({ sources }) => sources.slice(0, 1)),
      ),
    );
    this.paint();
  }

  /** What is marked instead for a while; undefined ends it. */
  public preview(summary: ShownSummary | undefined, sources: readonly SummarySource[]): void {
    this.previewed = summary && placed(summary, sources);
    this.paint();
  }

  /** What is marked now in a document. */
  public marks(uri: string): readonly Placed[] {
    return (this.previewed ?? this.highlighted).filter((one) => one.uri === uri);
  }

  public dispose(): void {
    this.highlighted = [];
    this.previewed = undefined;
    this.paint();
    vscode.Disposable.from(...this.disposables, ...this.types).dispose();
  }

  private make(): void {
    for (const type of this.types) type.dispose();
    const highContrast = isHighContrast();
    this.types = Array.from({ length: markSteps }, (_, at) => {
      const { style, thickness } = surpriseUnderlines[at + 1]!;
      return vscode.window.createTextEditorDecorationType({
        ...(highContrast
          ? { textDecoration: `underline ${style} ${thickness}px` }
          : { backgroundColor: new vscode.ThemeColor(surpriseColour('blue', at + 1)) }),
        // Sources out of sight are found by the scroll bar.
        overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.infoForeground'),
        overviewRulerLane: vscode.OverviewRulerLane.Center,
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      });
    });
  }

  private paint(): void {
    const all = this.previewed ?? this.highlighted;
    const most = all.reduce((largest, { weight }) => Math.max(largest, weight), 0);
    const marked = new Set<vscode.TextDocument>();
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const own = all.filter(({ uri }) => uri === document.uri.toString());
      if (own.length > 0) marked.add(document);
      const ranges: vscode.Range[][] = this.types.map(() => []);
      for (const { start, end, weight } of own) {
        ranges[markStep(weight, most) - 1]!.push(
          new vscode.Range(document.positionAt(start), document.positionAt(end)),
        );
      }
      this.types.forEach((type, at) => editor.setDecorations(type, ranges[at]!));
    }
    // Two meanings of colour in one text would be read as one.
    for (const document of this.lent) if (!marked.has(document)) this.colours.lend(document, false);
    for (const document of marked) this.colours.lend(document, true);
    this.lent = [...marked];
  }
}

function placed({ texts }: ShownSummary, sources: readonly SummarySource[]): readonly Placed[] {
  return sources.flatMap((source) => {
    const uri = texts[source.document]?.uri;
    return uri === undefined ? [] : [{ ...source, uri }];
  });
}

import * as vscode from 'vscode';
import type { Look } from './legend';

/** Decoration types, each made once and kept: the editor holds a style sheet for every one. */
export class DecorationTypes implements vscode.Disposable {
  private readonly types = new Map<string, vscode.TextEditorDecorationType>();

  /** The type for a look; undefined for one that shows nothing. */
  public get(look: Look, highContrast: boolean): vscode.TextEditorDecorationType | undefined {
    if (highContrast) {
      const { style, thickness } = look.underline;
      if (style === 'none') return undefined;
      return this.make(`${style} ${thickness}px`, { textDecoration: `underline ${style} ${thickness}px` });
    }
    const { color } = look;
    if (color === undefined) return undefined;
    return this.make(color, { backgroundColor: new vscode.ThemeColor(color) });
  }

  public dispose(): void {
    for (const type of this.types.values()) type.dispose();
    this.types.clear();
  }

  private make(key: string, options: vscode.DecorationRenderOptions): vscode.TextEditorDecorationType {
    const known = this.types.get(key);
    if (known) return known;
    // Text typed at the edge of a token is not that token's.
    const rangeBehavior = vscode.DecorationRangeBehavior.ClosedClosed;
    const made = vscode.window.createTextEditorDecorationType({ ...options, rangeBehavior });
    this.types.set(key, made);
    return made;
  }
}

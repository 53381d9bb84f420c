import * as vscode from 'vscode';
import { completionHoverCommands, completionMarkdown } from './completion-markdown';
import type { Completions } from './completion-provider';

/**
 * Tells the probabilities of the tokens of a suggestion. VS Code shows its own tool bar where the pointer rests on ghost
 * text, to which an extension adds nothing; so this hover answers at the cursor: to the keyboard, and to the pointer on
 * the character before or behind it.
 */
export class CompletionHover implements vscode.HoverProvider {
  public constructor(private readonly completions: Completions) {}

  public provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
    const cursor = editor?.selection;
    const { completion } = this.completions;
    if (!cursor?.isEmpty || !completion || cursor.active.line !== position.line) return undefined;
    if (Math.abs(cursor.active.character - position.character) > 1) return undefined;
    const [rest] = this.completions.rests(document, cursor.active);
    if (!rest) return undefined;
    const content = new vscode.MarkdownString(completionMarkdown(rest, completion, vscode.l10n.t));
    content.supportHtml = true;
    content.isTrusted = { enabledCommands: completionHoverCommands };
    const from = cursor.active.translate(0, cursor.active.character > 0 ? -1 : 0);
    return new vscode.Hover(content, new vscode.Range(from, cursor.active));
  }
}

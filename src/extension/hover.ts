import * as vscode from 'vscode';
import type { Engine } from './engine';
import { hoverCommands, hoverMarkdown } from './hover-markdown';
import { type ScoredDocuments, keyOf } from './scored-documents';
import type { Settings } from './settings';

/** Tells about the token under the pointer in every scored document. */
export class TokenHover implements vscode.HoverProvider {
  public constructor(
    private readonly engine: Engine,
    private readonly documents: ScoredDocuments,
    private readonly settings: Settings,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  public async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const scored = this.documents.get(document);
    if (!scored || scored.state.kind === 'failed' || !this.engine.running) return undefined;
    const { version } = document;
    const line = document.lineAt(position.line).rangeIncludingLineBreak;
    const selection = selectionIn(document);
    const named = [
      { name: vscode.l10n.t('line {0}', String(position.line + 1)), range: line },
      ...(selection ? [{ name: vscode.l10n.t('selection'), range: selection }] : []),
    ];
    const ranges = named.map(({ range }) => ({
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
    }));
    try {
      const uri = keyOf(document);
      const offset = document.offsetAt(position);
      const answer = await this.engine.request('inspect', { uri, version, offset, ranges }, token);
      if (document.version !== version || !answer.token) return undefined;
      const span = rangeOf(document, answer.token);
      const markdown = hoverMarkdown(
        {
          uri,
          version,
          answer,
          wordText: answer.word ? document.getText(rangeOf(document, answer.word)) : '',
          rangeNames: named.map(({ name }) => name),
          document: scored.figures,
          rankThresholds: this.settings.values.rankThresholds,
        },
        vscode.l10n.t,
      );
      if (markdown === undefined) return undefined;
      const content = new vscode.MarkdownString(markdown);
      content.supportHtml = true;
      content.isTrusted = { enabledCommands: hoverCommands };
      return new vscode.Hover(content, span);
    } catch (error) {
      // A hover that cannot be answered (an older text, a restart) stays away; the log has the reason.
      if (!token.isCancellationRequested) this.log.debug(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }
}

function rangeOf(document: vscode.TextDocument, span: { readonly start: number; readonly end: number }): vscode.Range {
  return new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}

function selectionIn(document: vscode.TextDocument): vscode.Selection | undefined {
  const editor = vscode.window.visibleTextEditors.find((one) => one.document === document && !one.selection.isEmpty);
  return editor?.selection;
}

import * as vscode from 'vscode';
import type { ActiveText } from './active-text';
import type { Engine } from './engine';
import type { Report } from './figures-text';
import { type ScoredDocuments, keyOf } from './scored-documents';

/** Copies the figures of the active document when it is scored to its end; progress stands in the status bar. */
export async function copyFigures(
  engine: Engine,
  documents: ScoredDocuments,
  active: ActiveText,
  write: (report: Report, text: string) => string,
): Promise<void> {
  const { document } = active;
  if (!document || !(documents.get(document) ?? documents.score(document))) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('There are no figures to copy.'), 5000);
    return;
  }
  const { version } = document;
  const text = document.getText();
  const title = vscode.l10n.t('Langscope: copying the figures when the document is scored');
  const report = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title },
    (_progress, token) => engine.request('report', { uri: keyOf(document), version }, token),
  );
  await vscode.env.clipboard.writeText(write(report, text));
  const sentence = vscode.l10n.t('Copied the figures of {0} tokens.', String(report.figures.tokens));
  vscode.window.setStatusBarMessage(sentence, 5000);
}

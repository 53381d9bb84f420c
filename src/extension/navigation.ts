import * as vscode from 'vscode';
import { formatNumber, formatVisible } from '../protocol';
import type { ActiveText } from './active-text';
import type { ScoredDocuments } from './scored-documents';
import type { Settings } from './settings';
import { findSurprise } from './surprising-tokens';

/** Milliseconds that the sentence about a found token stays in the status bar. */
const sentenceStays = 6000;

/**
 * Goes to the next or previous surprising token and selects it. VS Code gives extensions no way to speak to a screen
 * reader; but every screen reader reads a new selection aloud, and the status bar's text can be asked for, so the
 * token is selected and the sentence with its figures stands in the status bar.
 */
export async function goToSurprise(
  direction: 1 | -1,
  active: ActiveText,
  documents: ScoredDocuments,
  settings: Settings,
): Promise<void> {
  const editor = vscode.window.activeTextEditor ?? (await active.reveal());
  if (!editor) return;
  const { document } = editor;
  const scored = documents.get(document) ?? documents.score(document);
  if (!scored) return;
  const bits = settings.values.nextSurpriseBits;
  const from = document.offsetAt(editor.selection.start);
  const found = findSurprise(scored.mirror, from, bits, direction);
  if (!found) {
    const known = scored.state.kind === 'done' || scored.state.kind === 'live';
    say(
      known
        ? vscode.l10n.t('No token has {0} bits or more of surprisal.', formatNumber(bits))
        : vscode.l10n.t('No token of {0} bits is known yet: the document is being scored.', formatNumber(bits)),
    );
    return;
  }
  const { group, wrapped } = found;
  const range = new vscode.Range(document.positionAt(group.start), document.positionAt(group.end));
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  const token = formatVisible(document.getText(range));
  const sentence = vscode.l10n.t(
    '{0}: {1} bits, line {2}',
    token,
    formatNumber(group.surprisal),
    String(range.start.line + 1),
  );
  say(wrapped ? vscode.l10n.t('{0} (search went around the end)', sentence) : sentence);
}

function say(sentence: string): void {
  vscode.window.setStatusBarMessage(sentence, sentenceStays);
}

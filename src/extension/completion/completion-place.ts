import * as vscode from 'vscode';
import { isDocument, isProse } from '../text-kind';
import type { SettingValues } from '../settings-table';
import { inComment } from './comment-markers';
import type { LanguageComments } from './language-comments';
import { behindLength, stableStart } from './request-text';
import { looksSecret } from './secret-files';
import { contextLength, type Place } from './suggestion';

type Choices = Pick<SettingValues, 'completionsEnabled' | 'completionsLanguages' | 'completionsInComments'>;

/** Why nothing may ever be completed in the document, also when asked for; undefined when it may. */
export function completionRefusal(document: vscode.TextDocument): string | undefined {
  if (!isDocument(document.uri.scheme, document.languageId)) {
    return vscode.l10n.t('This is no document of yours but a view of the editor; nothing is completed in it.');
  }
  if (!vscode.workspace.isTrusted) {
    return vscode.l10n.t('The workspace is not trusted; nothing is completed in it. Trust it first.');
  }
  if (looksSecret(document.uri.path, document.languageId)) {
    return vscode.l10n.t(
      'This file looks as if it held secrets, by its name or folder; no model reads it to complete it.',
    );
  }
  return undefined;
}

/** Whether completions come without being asked for, by the settings. */
export function completesUnasked(language: string, choices: Choices): boolean {
  const languages = choices.completionsLanguages;
  return choices.completionsEnabled && (languages[language] ?? languages['*'] ?? false);
}

/** Whether the place is in a comment and the settings want none there; in prose everything is text. */
export async function isUnwantedComment(
  document: vscode.TextDocument,
  before: string,
  choices: Choices,
  comments: LanguageComments,
): Promise<boolean> {
  if (choices.completionsInComments || isProse(document.languageId)) return false;
  return inComment(before, await comments.get(document.languageId));
}

/** The text around the cursor that the engine is sent. */
export function textAround(
  document: vscode.TextDocument,
  position: vscode.Position,
  window: number,
): { readonly prefix: string; readonly suffix: string } {
  const offset = document.offsetAt(position);
  const start = document.positionAt(stableStart(offset, window));
  // From the beginning of a line on, where the text does not begin there anyway.
  const from = start.character > 0 && start.line < position.line ? new vscode.Position(start.line + 1, 0) : start;
  return {
    prefix: document.getText(new vscode.Range(from, position)),
    suffix: document.getText(new vscode.Range(position, document.positionAt(offset + behindLength))),
  };
}

export function placeAt(document: vscode.TextDocument, position: vscode.Position): Place {
  const at = (offset: number): vscode.Position => document.positionAt(Math.max(0, offset));
  return {
    uri: document.uri.toString(),
    offset: document.offsetAt(position),
    text: (start, end) => document.getText(new vscode.Range(at(start), at(end))),
  };
}

/** What stands around the place, to see later whether it still does. */
export function contextOf({ offset, text }: Place): { readonly before: string; readonly behind: string } {
  return { before: text(offset - contextLength, offset), behind: text(offset, offset + contextLength) };
}

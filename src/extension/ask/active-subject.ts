import * as vscode from 'vscode';
import type { TextAbout, AskScope } from '../../protocol';
import type { ActiveText } from '../active-text';
import { lastLine } from '../last-line';
import type { AskSubject } from './ask-subject';

/** Languages (VS Code's identifiers) whose headings and code blocks are told apart. */
const markdownLanguages: ReadonlySet<string> = new Set(['markdown', 'quarto', 'rmd', 'mdx']);

/** The lines of the active document, or of its selection, that a question would be about. */
function chosenRange({ document, editor }: ActiveText, scope: AskScope): vscode.Range | undefined {
  if (!document) return undefined;
  if (scope === 'document') return new vscode.Range(0, 0, document.lineCount, 0);
  return editor?.document === document && !editor.selection.isEmpty ? editor.selection : undefined;
}

/** What a question would be about; the text itself is not fetched. */
export function askAbout(active: ActiveText, scope: AskScope): TextAbout | undefined {
  const { document } = active;
  const range = chosenRange(active, scope);
  if (!document || !range) return undefined;
  const valid = document.validateRange(range);
  const { start, end } = valid;
  return {
    name: document.uri.path.split('/').at(-1) ?? '',
    from: start.line + 1,
    to: (scope === 'selection' ? lastLine(valid) : end.line) + 1,
    characters: document.offsetAt(end) - document.offsetAt(start),
  };
}

/** The active document or its selection; undefined where there is none. */
export function askSubject(active: ActiveText, scope: AskScope): AskSubject | undefined {
  const { document } = active;
  const range = chosenRange(active, scope);
  const about = askAbout(active, scope);
  if (!document || !range || !about) return undefined;
  return {
    uri: document.uri.toString(),
    version: document.version,
    text: document.getText(),
    start: document.offsetAt(range.start),
    end: document.offsetAt(range.end),
    markdown: markdownLanguages.has(document.languageId),
    about,
  };
}

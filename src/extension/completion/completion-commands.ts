import * as vscode from 'vscode';
import { fail } from '../../protocol';
import type { CommandHandlers } from '../command-table';
import type { Settings } from '../settings';
import { pickCompletion } from './completion-picker';
import { completionRefusal } from './completion-place';
import type { Completions } from './completion-provider';

type CompletionCommand =
  | 'langscope.toggleCompletions'
  | 'langscope.triggerCompletion'
  | 'langscope.showCompletions'
  | 'langscope.openUnfinished';

/** The editor at whose cursor something can be completed; says why there is none. */
function editorToComplete(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (!editor)
    throw fail('document-unknown', vscode.l10n.t('There is no text to complete: put the cursor into one first.'));
  const refusal = completionRefusal(editor.document);
  if (refusal !== undefined) throw fail('unsupported', refusal);
  return editor;
}

export function completionCommands(
  completions: Completions,
  settings: Settings,
  extension: vscode.Uri,
): Pick<CommandHandlers, CompletionCommand> {
  return {
    'langscope.toggleCompletions': async () => {
      const enabled = !settings.values.completionsEnabled;
      await settings.write('completionsEnabled', enabled);
      const sentence = enabled
        ? vscode.l10n.t('Completions come while you type, in the languages of langscope.completions.languages.')
        : vscode.l10n.t('Completions come only when you ask for them.');
      vscode.window.setStatusBarMessage(sentence, 6000);
    },
    'langscope.triggerCompletion': async () => {
      editorToComplete();
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    },
    'langscope.openUnfinished': async () => {
      const file = vscode.Uri.joinPath(extension, 'media', 'walkthrough', 'unfinished.md');
      const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(file)).trimEnd();
      const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
      const editor = await vscode.window.showTextDocument(document);
      const end = document.lineAt(document.lineCount - 1).range.end;
      editor.selection = new vscode.Selection(end, end);
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    },
    'langscope.showCompletions': () => pickCompletion(completions, editorToComplete()),
  };
}

import * as vscode from 'vscode';
import { askCommands } from './ask/ask-commands';
import { chatCommands } from './chat/chat-commands';
import { chooseColouring, chooseModel, choosePalette, showChoices } from './choices';
import type { CommandParts } from './command-parts';
import type { CommandHandlers } from './command-table';
import { compareCommands } from './compare/compare-commands';
import { completionCommands } from './completion/completion-commands';
import { copyFigures } from './copy-figures';
import { documentViewCommands } from './document-view-commands';
import { figuresAsCsv, figuresAsJson } from './figures-text';
import { importHandlers } from './import-commands';
import { modelHandlers } from './model-commands';
import { goToSurprise } from './navigation';
import { panelCommands } from './panels/panel-commands';
import { replaceToken } from './replace-token';
import type { ScoredDocuments } from './scored-documents';
import { summaryCommands } from './summary/summary-commands';
import { translateCommands } from './translation/translate-commands';

/** What every command does. */
export function commandHandlers(parts: CommandParts): CommandHandlers {
  const { context, log, settings, engine, documents, active, painter, models } = parts;
  const scoreActive = () => {
    const { document } = active;
    const refusal = document
      ? documents.refusal(document)
      : vscode.l10n.t('There is no text to score: open one first.');
    if (refusal !== undefined) say(refusal);
    else if (document) documents.score(document);
  };
  const explain = async () => {
    await active.reveal();
    await vscode.commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
  };
  return {
    'langscope.scoreDocument': scoreActive,
    'langscope.scoreSelection': async () => {
      scoreActive();
      // The selection's figures stand in the status bar; where text is selected the hover shows them with all others.
      if (active.editor?.selection.isEmpty !== false) {
        say(vscode.l10n.t('Select some text: its figures then stand in the status bar.'));
        return;
      }
      const { document } = active;
      if (document && (await settled(document, documents))) await explain();
    },
    'langscope.stopScoring': () => active.document && documents.stop(active.document),
    'langscope.toggleColours': () => painter.toggle(),
    'langscope.chooseModel': () => chooseModel(models, settings),
    'langscope.chooseColouring': () => chooseColouring(settings),
    'langscope.choosePalette': () => choosePalette(settings),
    'langscope.nextSurprise': () => goToSurprise(1, active, documents, settings),
    'langscope.previousSurprise': () => goToSurprise(-1, active, documents, settings),
    'langscope.explainToken': explain,
    'langscope.showProfile': async () => {
      if (active.document && !documents.get(active.document)) scoreActive();
      await vscode.commands.executeCommand('langscope.document.focus');
    },
    'langscope.copyFiguresAsJson': () => copyFigures(engine, documents, active, figuresAsJson),
    'langscope.copyFiguresAsCsv': () => copyFigures(engine, documents, active, figuresAsCsv),
    'langscope.showLog': () => log.show(),
    'langscope.restartEngine': () => engine.restart(),
    'langscope.openSettings': () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${context.extension.id}`),
    'langscope.openWalkthrough': () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#langscope.start`),
    'langscope.openSample': async () => {
      const file = vscode.Uri.joinPath(context.extensionUri, 'media', 'walkthrough', 'sample.md');
      const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
      // A copy without a name: trying things out changes nothing of the extension's.
      const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
      await vscode.window.showTextDocument(document);
      documents.score(document);
    },
    'langscope.showChoices': () =>
      showChoices(settings, active.document !== undefined && documents.get(active.document) !== undefined),
    ...modelHandlers(parts),
    ...importHandlers(parts),
    ...documentViewCommands(parts.view),
    ...chatCommands(parts.chat),
    ...summaryCommands(parts.summary),
    ...compareCommands(parts.compare),
    ...askCommands(parts.ask),
    ...translateCommands(parts.translation),
    ...panelCommands(parts.panels, active),
    ...completionCommands(parts.completions, settings, context.extensionUri),
    'langscope.continueStory': () => parts.story.write(active.editor),
    'langscope.stopStory': () => parts.story.stop(),
    'langscope.replaceToken': (replacement) => replaceToken(replacement),
    'langscope.copyText': async (text) => {
      if (typeof text !== 'string') return;
      await vscode.env.clipboard.writeText(text);
      say(vscode.l10n.t('Copied.'));
    },
  };
}

/** Waits until the document is scored; false when it cannot be or is closed meanwhile. */
function settled(document: vscode.TextDocument, documents: ScoredDocuments): Promise<boolean> {
  const kind = () => documents.get(document)?.state.kind;
  return new Promise((resolve) => {
    const look = () => {
      const now = kind();
      if (now === 'waiting' || now === 'scoring') return;
      listener.dispose();
      resolve(now === 'done' || now === 'live');
    };
    const listener = documents.onDidChange(look);
    look();
  });
}

function say(sentence: string): void {
  vscode.window.setStatusBarMessage(sentence, 6000);
}

import * as vscode from 'vscode';
import { FailureError, type ViewAction } from '../protocol';
import { ActiveText } from './active-text';
import { AskViewProvider } from './ask/ask-view-provider';
import { ChatProvider } from './chat/chat-provider';
import { ChatViewProvider } from './chat/chat-view-provider';
import { Painter } from './colour/painter';
import { registerProvider } from './chat/register-provider';
import { commandHandlers } from './command-handlers';
import { CompareViewProvider } from './compare/compare-view-provider';
import { CompletionHover } from './completion/completion-hover';
import { Completions } from './completion/completion-provider';
import { DocumentSubject } from './document-subject';
import { DocumentViewProvider } from './document-view-provider';
import { Engine } from './engine';
import { TokenHover } from './hover';
import { ModelImport } from './model-import';
import { ModelsDrop } from './models-drop';
import { ModelsTree } from './models-tree';
import { ScoredDocuments } from './scored-documents';
import { panelFeatures } from './panels/panel-features';
import { Panels } from './panels/panels';
import { Settings } from './settings';
import { StatusItem } from './status-item';
import { registerTools } from './tools/agent-tools';
import { type LangscopeApi, testApi } from './test-api';
import { SummaryViewProvider } from './summary/summary-view-provider';
import { TranslateViewProvider } from './translation/translate-view-provider';
import { StoryWriter } from './writing/story-writer';
import { WritingChoices } from './writing/writing-choices';

const everywhere: vscode.DocumentSelector = [{ pattern: '**' }, { scheme: 'untitled' }];

/** Composes the extension. The engine is started by the first document to be scored, or by the Models view. */
export function activate(context: vscode.ExtensionContext): LangscopeApi {
  const log = vscode.window.createOutputChannel('Langscope', { log: true });
  const settings = new Settings(log);
  const engine = new Engine(context.asAbsolutePath('dist/engine.js'), settings, log);
  const documents = new ScoredDocuments(engine, settings);
  const active = new ActiveText();
  const painter = new Painter(documents, settings);
  const models = new ModelsTree(engine, settings);
  const imports = new ModelImport(engine, models);
  const modelsView = vscode.window.createTreeView('langscope.models', {
    treeDataProvider: models,
    dragAndDropController: new ModelsDrop(),
  });
  imports.showIn(modelsView);
  const subject = new DocumentSubject(engine, documents, active, painter);
  const view = new DocumentViewProvider(context.extensionUri, subject);
  const sideBar = { extension: context.extensionUri, engine, models, settings, active };
  const chat = new ChatViewProvider(sideBar);
  const summary = new SummaryViewProvider({ ...sideBar, colours: painter });
  const compare = new CompareViewProvider({ ...sideBar, colours: painter });
  const ask = new AskViewProvider({ ...sideBar, memory: context.workspaceState });
  const translation = new TranslateViewProvider(sideBar);
  const chatModels = new ChatProvider(engine, models, settings, log);
  const refusal = (document: vscode.TextDocument) => documents.refusal(document);
  const run = (action: ViewAction) => subject.run(action);
  const choices = new WritingChoices(context.globalState);
  const panels = new Panels(
    { extension: context.extensionUri, engine, settings, colours: painter, refusal, run },
    panelFeatures(choices, settings),
  );
  const completions = new Completions(engine, settings, log);
  const status = new StatusItem(engine, documents, active, painter, settings, completions);
  const story = new StoryWriter({ engine, settings, choices, refusal });
  const hover = new TokenHover(engine, documents, settings, log);
  context.subscriptions.push(
    ...[
      log,
      settings,
      engine,
      documents,
      active,
      painter,
      models,
      imports,
      modelsView,
      subject,
      view,
      chat,
      summary,
      compare,
      ask,
      translation,
      chatModels,
      panels,
      completions,
      status,
      story,
    ],
    vscode.window.registerWebviewViewProvider('langscope.document', view),
    vscode.window.registerWebviewViewProvider('langscope.chat', chat),
    vscode.window.registerWebviewViewProvider('langscope.summary', summary),
    vscode.window.registerWebviewViewProvider('langscope.compare', compare),
    vscode.window.registerWebviewViewProvider('langscope.ask', ask),
    vscode.window.registerWebviewViewProvider('langscope.translate', translation),
    ...registerProvider(chatModels),
    ...registerTools(engine, settings),
    vscode.languages.registerHoverProvider(everywhere, hover),
    vscode.languages.registerHoverProvider(everywhere, new CompletionHover(completions)),
    vscode.languages.registerInlineCompletionItemProvider(everywhere, completions),
  );
  const parts = {
    context,
    log,
    settings,
    engine,
    documents,
    active,
    painter,
    models,
    imports,
    view,
    panels,
    completions,
    story,
    chat,
    summary,
    compare,
    ask,
    translation,
  };
  for (const [id, handler] of Object.entries(commandHandlers(parts))) {
    context.subscriptions.push(
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await handler(...args);
        } catch (error) {
          // What a person asked for and did not get, they are told; a bug goes on to VS Code.
          if (!(error instanceof FailureError) || error.failure.code === 'cancelled') throw error;
          log.error(error.message);
          return offerLog(error.message, log);
        }
      }),
    );
  }
  return testApi({ ...parts, status });
}

async function offerLog(message: string, log: vscode.LogOutputChannel): Promise<void> {
  const show = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(message, show)) === show) log.show();
}

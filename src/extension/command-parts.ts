import type * as vscode from 'vscode';
import type { ActiveText } from './active-text';
import type { AskViewProvider } from './ask/ask-view-provider';
import type { ChatViewProvider } from './chat/chat-view-provider';
import type { Painter } from './colour/painter';
import type { CompareViewProvider } from './compare/compare-view-provider';
import type { Completions } from './completion/completion-provider';
import type { DocumentViewProvider } from './document-view-provider';
import type { Engine } from './engine';
import type { ModelImport } from './model-import';
import type { ModelsTree } from './models-tree';
import type { Panels } from './panels/panels';
import type { ScoredDocuments } from './scored-documents';
import type { Settings } from './settings';
import type { SummaryViewProvider } from './summary/summary-view-provider';
import type { TranslateViewProvider } from './translation/translate-view-provider';
import type { StoryWriter } from './writing/story-writer';

/** What commands work on. */
export interface CommandParts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly settings: Settings;
  readonly engine: Engine;
  readonly documents: ScoredDocuments;
  readonly active: ActiveText;
  readonly painter: Painter;
  readonly models: ModelsTree;
  readonly imports: ModelImport;
  readonly view: DocumentViewProvider;
  readonly panels: Panels;
  readonly completions: Completions;
  readonly story: StoryWriter;
  readonly chat: ChatViewProvider;
  readonly summary: SummaryViewProvider;
  readonly compare: CompareViewProvider;
  readonly ask: AskViewProvider;
  readonly translation: TranslateViewProvider;
}

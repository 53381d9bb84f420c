import type * as vscode from 'vscode';
import type { ActiveText } from './active-text';
import type { Engine } from './engine';
import type { ModelsTree } from './models-tree';
import type { Settings } from './settings';

/** What every view that works on a text with a model needs of the extension. */
export interface ViewParts {
  readonly extension: vscode.Uri;
  readonly engine: Engine;
  readonly models: ModelsTree;
  readonly settings: Settings;
  readonly active: ActiveText;
}

import * as vscode from 'vscode';
import type { PanelName } from '../../protocol';
import type { CommandId } from '../command-table';

interface PanelEntry {
  readonly title: () => string;
  /** The command that opens it. */
  readonly command: CommandId;
}

/** The panels beside the editor. The type of a panel in VS Code is 'langscope.' and its name. */
export const panelTable: Readonly<Record<PanelName, PanelEntry>> = {
  attention: { title: () => vscode.l10n.t('Attention'), command: 'langscope.showAttention' },
  lens: { title: () => vscode.l10n.t('Layers'), command: 'langscope.showLayers' },
  gates: { title: () => vscode.l10n.t('Gates'), command: 'langscope.showGates' },
  influence: { title: () => vscode.l10n.t('How Far Back'), command: 'langscope.showInfluence' },
  branches: { title: () => vscode.l10n.t('Branches'), command: 'langscope.showBranches' },
  playground: { title: () => vscode.l10n.t('Playground'), command: 'langscope.showPlayground' },
};

export const panelNames = Object.keys(panelTable) as readonly PanelName[];

export function panelType(name: PanelName): string {
  return `langscope.${name}`;
}

import * as vscode from 'vscode';
import type { FigureFormat, PanelName } from '../../protocol';
import type { ActiveText } from '../active-text';
import type { CommandHandlers } from '../command-table';
import { saveFigure, stem } from '../save-figure';
import { panelNames, panelTable, panelType } from './panel-table';
import type { Panels } from './panels';

type PanelCommands = Pick<
  CommandHandlers,
  | 'langscope.showAttention'
  | 'langscope.showLayers'
  | 'langscope.showGates'
  | 'langscope.showInfluence'
  | 'langscope.showBranches'
  | 'langscope.showPlayground'
  | 'langscope.panel.refresh'
  | 'langscope.panel.stop'
  | 'langscope.panel.exportSvg'
  | 'langscope.panel.exportPng'
  | 'langscope.panel.exportJson'
  | 'langscope.panel.exportCsv'
>;

/** The panel in front: VS Code says only which tab is active. */
function active(): PanelName | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputWebview)) return undefined;
  // VS Code puts a prefix of its own before the type.
  return panelNames.find((name) => input.viewType.endsWith(panelType(name)));
}

/** Commands that open panels, and the title-bar actions of the one in front. */
export function panelCommands(panels: Panels, text: ActiveText): PanelCommands {
  const show = (name: PanelName) => () => {
    if (text.document) panels.show(name, text.document);
    else vscode.window.setStatusBarMessage(vscode.l10n.t('There is no text to look into: open one first.'), 6000);
  };
  const front = () => {
    const name = active();
    return name && panels.get(name);
  };
  const exported = (format: FigureFormat) => async () => {
    const name = active();
    if (name === undefined) return;
    await save(panels, name, format);
  };
  return {
    'langscope.showAttention': show('attention'),
    'langscope.showLayers': show('lens'),
    'langscope.showGates': show('gates'),
    'langscope.showInfluence': show('influence'),
    'langscope.showBranches': show('branches'),
    'langscope.showPlayground': show('playground'),
    'langscope.panel.refresh': () => front()?.read(),
    'langscope.panel.stop': () => front()?.stop(),
    'langscope.panel.exportSvg': exported('svg'),
    'langscope.panel.exportPng': exported('png'),
    'langscope.panel.exportJson': exported('json'),
    'langscope.panel.exportCsv': exported('csv'),
  };
}

async function save(panels: Panels, name: PanelName, format: FigureFormat): Promise<void> {
  const figure = await panels.get(name)?.draw(format);
  const state = panels.state(name);
  const title = state && state.kind !== 'empty' ? state.title : undefined;
  const view = panelTable[name].title().toLowerCase().replaceAll(' ', '-');
  await saveFigure(`${stem(title)}-${view}.${format}`, figure);
}

import codicons from '@vscode/codicons/dist/codicon.ttf';
import type { PanelName } from '../../../protocol';
import { registerIcons } from '../icon';
import { pageStyle } from '../page-style';
import type { PanelApp } from './panel-app';
import { PanelClient } from './panel-client';

/** Fills the page of a panel. */
export function startPanel<N extends PanelName>(app: PanelApp<N>): void {
  registerIcons(codicons);
  document.adoptedStyleSheets.push(pageStyle.styleSheet!);
  app.client = new PanelClient<N>(() => app.requestUpdate());
  app.client.draws((format) => app.draw(format));
  document.body.append(app);
}

import type { PanelName } from '../../../protocol';
import { dressPage } from '../page';
import type { PanelApp } from './panel-app';
import { PanelClient } from './panel-client';

/** Fills the page of a panel. */
export function startPanel<N extends PanelName>(app: PanelApp<N>): void {
  dressPage();
  app.client = new PanelClient<N>(() => app.requestUpdate());
  app.client.draws((format) => app.draw(format));
  document.body.append(app);
}

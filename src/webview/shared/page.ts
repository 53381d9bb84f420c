import codicons from '@vscode/codicons/dist/codicon.ttf';
import type { ViewMessages } from '../../protocol';
import { Channel } from './channel';
import { registerIcons } from './icon';
import { pageStyle } from './page-style';

/** Gives the page its icons, and the editor's font and colours. */
export function dressPage(): void {
  registerIcons(codicons);
  document.adoptedStyleSheets.push(pageStyle.styleSheet!);
}

/** Fills the page of a view: what the components of `app` tell goes to the extension. */
export function fillPage<View extends keyof ViewMessages>(
  app: HTMLElement,
  onTell: (page: EventTarget, receive: (message: ViewMessages[View]['from']) => void) => void,
): Channel<View> {
  dressPage();
  const channel = new Channel<View>();
  document.body.append(app);
  onTell(app, (message) => channel.send(message));
  return channel;
}

import codicons from '@vscode/codicons/dist/codicon.ttf';
import { Channel } from '../shared/channel';
import { registerIcons } from '../shared/icon';
import { pageStyle } from '../shared/page-style';
import { onTell } from './tell';
import { TranslateApp } from './translate-app';

registerIcons(codicons);
document.adoptedStyleSheets.push(pageStyle.styleSheet!);

const channel = new Channel<'translate'>();
const app = new TranslateApp();
document.body.append(app);

onTell(app, (message) => channel.send(message));
channel.listen((message) => {
  switch (message.kind) {
    case 'state':
      app.shown = message.state;
      break;
    case 'progress':
      app.progress(message.busy);
      break;
    case 'partial':
      app.grow(message.way, message.text);
      break;
    case 'cursor':
      app.cursorAt(message.offset);
      break;
  }
});
channel.send({ kind: 'ready' });

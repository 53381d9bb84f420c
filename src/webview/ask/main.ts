import codicons from '@vscode/codicons/dist/codicon.ttf';
import type { AskState } from '../../protocol';
import { Channel } from '../shared/channel';
import { registerIcons } from '../shared/icon';
import { pageStyle } from '../shared/page-style';
import { AskApp } from './ask-app';
import { onTell } from './tell';

registerIcons(codicons);
document.adoptedStyleSheets.push(pageStyle.styleSheet!);

const channel = new Channel<'ask'>();
const app = new AskApp();
document.body.append(app);
if (typeof channel.kept === 'string') app.draft = channel.kept;

onTell(app, (message) => channel.send(message));
app.addEventListener('draft', () => channel.keep(app.draft));
channel.listen((message) => {
  switch (message.kind) {
    case 'state':
      app.ask = message.state;
      break;
    case 'busy':
      if (app.ask?.busy) app.ask = { ...app.ask, busy: message.busy };
      break;
    case 'about':
      if (app.ask) app.ask = withAbout(app.ask, message.about);
      break;
    case 'focus':
      app.focusQuestion();
      break;
  }
});
channel.send({ kind: 'ready' });

function withAbout(state: AskState, about: AskState['about']): AskState {
  if (about) return { ...state, about };
  const { about: gone, ...rest } = state;
  return gone ? rest : state;
}

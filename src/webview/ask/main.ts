import type { AskState } from '../../protocol';
import { fillPage } from '../shared/page';
import { AskApp } from './ask-app';
import { onTell } from './tell';

const app = new AskApp();
const channel = fillPage<'ask'>(app, onTell);
if (typeof channel.kept === 'string') app.draft = channel.kept;

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

import { fillPage } from '../shared/page';
import { onTell } from './tell';
import { TranslateApp } from './translate-app';

const app = new TranslateApp();
const channel = fillPage<'translate'>(app, onTell);

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

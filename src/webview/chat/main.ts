import { keptOf, type ChatMemory } from '../../protocol/chat-view';
import { keptWith } from '../shared/kept-with';
import { fillPage } from '../shared/page';
import { ChatApp } from './chat-app';
import { onTell } from './tell';

const app = new ChatApp();
const channel = fillPage<'chat'>(app, onTell);
const kept = keptWith<ChatMemory>('turns', channel.kept);

channel.listen((message) => {
  switch (message.kind) {
    case 'state':
      app.chat = message.state;
      keepSoon();
      break;
    case 'turn':
      app.grow(message.turn);
      keepSoon();
      break;
    case 'progress':
      app.progress(message.done, message.total);
      break;
    case 'fit':
      app.fit = message;
      break;
  }
});
channel.send({ kind: 'ready', ...(kept && { kept }) });

function keepSoon(): void {
  channel.keepSoon(() => app.chat && keptOf(app.chat));
}

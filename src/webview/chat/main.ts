import codicons from '@vscode/codicons/dist/codicon.ttf';
import { keptOf, type ChatMemory } from '../../protocol/chat-view';
import { Channel } from '../shared/channel';
import { registerIcons } from '../shared/icon';
import { pageStyle } from '../shared/page-style';
import { ChatApp } from './chat-app';
import { onTell } from './tell';

registerIcons(codicons);
document.adoptedStyleSheets.push(pageStyle.styleSheet!);

const channel = new Channel<'chat'>();
const app = new ChatApp();
document.body.append(app);
const kept = memoryOf(channel.kept);

onTell(app, (message) => channel.send(message));
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

/** What was kept; undefined when nothing was, or by another version of the view. */
function memoryOf(value: unknown): ChatMemory | undefined {
  const fits = typeof value === 'object' && value !== null && 'turns' in value && Array.isArray(value.turns);
  return fits ? (value as ChatMemory) : undefined;
}

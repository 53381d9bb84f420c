import codicons from '@vscode/codicons/dist/codicon.ttf';
import { keptSummaries, type SummaryMemory } from '../../protocol/summary-view';
import { Channel } from '../shared/channel';
import { registerIcons } from '../shared/icon';
import { pageStyle } from '../shared/page-style';
import { SummaryApp } from './summary-app';
import { onTell } from './tell';

registerIcons(codicons);
document.adoptedStyleSheets.push(pageStyle.styleSheet!);

const channel = new Channel<'summary'>();
const app = new SummaryApp();
document.body.append(app);
const kept = memoryOf(channel.kept);
app.restored = kept !== undefined;

onTell(app, (message) => channel.send(message));
channel.listen((message) => {
  switch (message.kind) {
    case 'state':
      app.summary = message.state;
      channel.keepSoon(() => app.summary && keptSummaries(app.summary));
      break;
    case 'cursor':
      app.atCursor = message.sentences;
      break;
  }
});
channel.send({ kind: 'ready', ...(kept && { kept }) });

/** What was kept; undefined when nothing was, or by another version of the view. */
function memoryOf(value: unknown): SummaryMemory | undefined {
  const fits = typeof value === 'object' && value !== null && 'shown' in value && Array.isArray(value.shown);
  return fits ? (value as SummaryMemory) : undefined;
}

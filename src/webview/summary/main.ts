import { keptSummaries, type SummaryMemory } from '../../protocol/summary-view';
import { keptWith } from '../shared/kept-with';
import { fillPage } from '../shared/page';
import { SummaryApp } from './summary-app';
import { onTell } from './tell';

const app = new SummaryApp();
const channel = fillPage<'summary'>(app, onTell);
const kept = keptWith<SummaryMemory>('shown', channel.kept);
app.restored = kept !== undefined;

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

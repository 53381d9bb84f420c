import { formatProvenance } from '../../protocol/format';
import type { DocumentContent } from '../../protocol';
import { fillPage } from '../shared/page';
import { onSend } from '../shared/send';
import { seriesColours } from '../shared/series';
import { seriesColour } from '../shared/series-colour';
import { pngFile } from '../shared/panel/png-file';
import { hexColour } from '../shared/theme';
import { DocumentApp } from './document-app';
import { fromSaved, toSaved } from './saved-state';
import { sparklineSvg } from './sparkline-svg';

const app = new DocumentApp();
const channel = fillPage<'document'>(app, onSend);
app.content = fromSaved(channel.kept) ?? app.content;

channel.listen((message) => {
  switch (message.kind) {
    case 'content':
      app.content = message.content;
      // While a document is scored, content comes four times a second.
      channel.keepSoon(() => toSaved(app.content));
      break;
    case 'place':
      app.place = message.place;
      break;
    case 'draw':
      void draw(app.content, message.format);
      break;
  }
});
channel.send({ kind: 'ready' });

async function draw(content: DocumentContent, format: 'svg' | 'png'): Promise<void> {
  const svg = picture(content);
  const file = svg !== undefined && format === 'png' ? await pngFile(svg) : svg;
  channel.send({ kind: 'picture', file });
}

function picture(content: DocumentContent): string | undefined {
  if (content.kind !== 'profile') return undefined;
  const color = (css: string): string => hexColour(app, css);
  const { lines, provenance, figures } = content.profile;
  return sparklineSvg({
    lines,
    title: content.title,
    provenance: formatProvenance(provenance, figures),
    colors: {
      background: color('var(--vscode-editor-background)'),
      text: color('var(--vscode-editor-foreground)'),
      data: color(seriesColour(seriesColours.surprise)),
    },
  });
}

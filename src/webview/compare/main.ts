import codicons from '@vscode/codicons/dist/codicon.ttf';
import { Channel } from '../shared/channel';
import { registerIcons } from '../shared/icon';
import { pageStyle } from '../shared/page-style';
import { CompareApp } from './compare-app';
import { onTell } from './tell';

registerIcons(codicons);
document.adoptedStyleSheets.push(pageStyle.styleSheet!);

const channel = new Channel<'compare'>();
const app = new CompareApp();
document.body.append(app);

onTell(app, (message) => channel.send(message));
channel.listen(({ state }) => (app.comparison = state));
channel.send({ kind: 'ready' });

import { fillPage } from '../shared/page';
import { CompareApp } from './compare-app';
import { onTell } from './tell';

const app = new CompareApp();
const channel = fillPage<'compare'>(app, onTell);

channel.listen(({ state }) => (app.comparison = state));
channel.send({ kind: 'ready' });

import { startPanel } from '../shared/panel/start-panel';
import { PlaygroundApp } from './playground-app';

startPanel(new PlaygroundApp());

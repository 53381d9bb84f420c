import { startPanel } from '../shared/panel/start-panel';
import { AttentionApp } from './attention-app';

startPanel(new AttentionApp());

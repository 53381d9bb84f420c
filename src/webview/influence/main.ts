import { startPanel } from '../shared/panel/start-panel';
import { InfluenceApp } from './influence-app';

startPanel(new InfluenceApp());

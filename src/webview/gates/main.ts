import { startPanel } from '../shared/panel/start-panel';
import { GatesApp } from './gates-app';

startPanel(new GatesApp());

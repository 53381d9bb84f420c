import { startPanel } from '../shared/panel/start-panel';
import { LensApp } from './lens-app';

startPanel(new LensApp());

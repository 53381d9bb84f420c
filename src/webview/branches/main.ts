import { startPanel } from '../shared/panel/start-panel';
import { BranchesApp } from './branches-app';

startPanel(new BranchesApp());

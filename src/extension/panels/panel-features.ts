import { attentionFeature } from './attention-feature';
import { branchesFeature } from './branches-feature';
import { gatesFeature } from './gates-feature';
import { influenceFeature } from './influence-feature';
import { lensFeature } from './lens-feature';
import type { PanelFeatures } from './panel-feature';
import { playgroundFeature } from './playground-feature';
import type { Settings } from '../settings';
import type { WritingChoices } from '../writing/writing-choices';

/** What each kind of panel does. */
export const panelFeatures = (choices: WritingChoices, settings: Settings): PanelFeatures => ({
  attention: attentionFeature,
  lens: lensFeature,
  gates: gatesFeature,
  influence: influenceFeature,
  branches: branchesFeature,
  playground: () => playgroundFeature(choices, settings),
});

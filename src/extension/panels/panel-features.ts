import { attentionFeature } from './attention-feature';
import { branchesFeature } from './branches-feature';
import { gatesFeature } from './gates-feature';
import { influenceFeature } from './influence-feature';
import { lensFeature } from './lens-feature';
import type { PanelFeatures } from './panel-feature';

/** What each kind of panel does. */
export const panelFeatures: PanelFeatures = {
  attention: attentionFeature,
  lens: lensFeature,
  gates: gatesFeature,
  influence: influenceFeature,
  branches: branchesFeature,
};

import type { NodeList } from '../node-list';
import type { RecurrentSteps } from './recurrent-steps';

/** The only series of an Elman network (1990): it has no gates. */
export function tapRnn(_nodes: NodeList, steps: RecurrentSteps): Readonly<Record<string, string>> {
  return { hidden: steps.hidden };
}

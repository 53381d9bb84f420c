import type { Backward } from './gradient-backward';
import type { Activation } from '../recurrent/recurrent-activations';

/** The slope of an activation at each place, told by its value y there; activations that cannot be told so are absent. */
export const slopes: Readonly<Record<string, (back: Backward, y: string) => string>> = {
  sigmoid: ({ nodes }, y) => nodes.add('Mul', [y, nodes.add('Sub', [nodes.float(1), y])]),
  tanh: ({ nodes }, y) => nodes.add('Sub', [nodes.float(1), nodes.add('Mul', [y, y])]),
  relu: (back, y) => back.float(back.nodes.add('Greater', [y, back.nodes.float(0)])),
};

export function slopeOf(back: Backward, { name }: Activation, y: string): string {
  return slopes[name]!(back, y);
}

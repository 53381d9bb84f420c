import type { NodeList } from '../node-list';

/** An activation of a recurrent node, with its numbers where it takes any. */
export interface Activation {
  /** In lower case. */
  readonly name: string;
  readonly alpha: number;
  readonly beta: number;
}

interface ActivationRule {
  /** What stands for a number that the node does not give; absent: the activation takes none. */
  readonly alpha?: number;
  readonly beta?: number;
  /** Adds f(x). */
  readonly apply: (nodes: NodeList, x: string, activation: Activation) => string;
}

/** An activation that is an operator by itself. */
const operator = (opType: string): ActivationRule => ({ apply: (nodes, x) => nodes.add(opType, [x]) });

/** The same with attributes of the names alpha and beta. */
const withNumbers = (opType: string, alpha: number, beta?: number): ActivationRule => ({
  alpha,
  ...(beta !== undefined && { beta }),
  apply: (nodes, x, given) =>
    nodes.add(opType, [x], {
      alpha: { float: given.alpha },
      ...(beta !== undefined && { beta: { float: given.beta } }),
    }),
});

/** The activations that ONNX names for recurrent nodes, with onnxruntime's defaults. */
const rules: Readonly<Record<string, ActivationRule>> = {
  sigmoid: operator('Sigmoid'),
  tanh: operator('Tanh'),
  relu: operator('Relu'),
  softsign: operator('Softsign'),
  softplus: operator('Softplus'),
  hardsigmoid: withNumbers('HardSigmoid', 0.2, 0.5),
  leakyrelu: withNumbers('LeakyRelu', 0.01),
  thresholdedrelu: withNumbers('ThresholdedRelu', 1),
  elu: withNumbers('Elu', 1),
  affine: {
    alpha: 1,
    beta: 0,
    apply: (nodes, x, { alpha, beta }) =>
      nodes.add('Add', [nodes.add('Mul', [x, nodes.float(alpha)]), nodes.float(beta)]),
  },
  scaledtanh: {
    alpha: 1,
    beta: 1,
    apply: (nodes, x, { alpha, beta }) =>
      nodes.add('Mul', [nodes.add('Tanh', [nodes.add('Mul', [x, nodes.float(beta)])]), nodes.float(alpha)]),
  },
};

/**
 * Activations with the numbers that belong to them: the lists hold numbers only for the activations that take one, in
 * the order of the activations, and may end early. The name of an activation that nobody knows is returned instead.
 */
export function readActivations(
  names: readonly string[],
  alphas: readonly number[],
  betas: readonly number[],
): readonly Activation[] | { readonly unknown: string } {
  let [alphaAt, betaAt] = [0, 0];
  const activations: Activation[] = [];
  for (const given of names) {
    const name = given.toLowerCase();
    const rule = rules[name];
    if (!rule) return { unknown: given };
    const alpha = rule.alpha === undefined ? 0 : (alphas[alphaAt++] ?? rule.alpha);
    const beta = rule.beta === undefined ? 0 : (betas[betaAt++] ?? rule.beta);
    activations.push({ name, alpha, beta });
  }
  return activations;
}

/** Adds the activation of x and returns its output. */
export function activate(nodes: NodeList, activation: Activation, x: string): string {
  return rules[activation.name]!.apply(nodes, x, activation);
}

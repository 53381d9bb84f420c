import type { LayerTools } from './attention-writer';
import { sameKind } from './weight-plan';

/** x * sigmoid(x) and the approximation of GELU by tanh, each as one operator. */
const activations = {
  silu: { opType: 'QuickGelu', attributes: { alpha: { float: 1 } } },
  gelu: { opType: 'FastGelu', attributes: {} },
} as const;

/** The gated feed-forward of a layer: [1, tokens, width], normalised -> [1, tokens, width]. */
export function writeFeedForward(
  { shape, tensors, plan, writer, linear }: LayerTools,
  layer: number,
  input: string,
): string {
  const { width, inner, architecture } = shape;
  const block = `blk.${layer}`;
  const take = (part: string, size: readonly [number, number]) => ({
    matrix: tensors.take(`${block}.ffn_${part}.weight`, size),
    bias: tensors.takeIfThere(`${block}.ffn_${part}.bias`, [size[0]]),
  });
  const [gate, up, down] = [take('gate', [inner, width]), take('up', [inner, width]), take('down', [width, inner])];
  const apply = (part: string, from: string, { matrix, bias }: typeof gate): string =>
    linear.apply(
      from,
      plan.matrix(`${block}.ffn_${part}`, [matrix]),
      `${block}.ffn_${part}.out`,
      bias && plan.vector(bias),
    );
  let gated: readonly [string, string];
  if (sameKind(gate.matrix, up.matrix) && !gate.bias && !up.bias) {
    const both = linear.apply(
      input,
      plan.matrix(`${block}.ffn_gate_up`, [gate.matrix, up.matrix]),
      `${block}.ffn_gate_up.out`,
    );
    gated = [`${block}.ffn_gate.out`, `${block}.ffn_up.out`];
    writer.addMany('Split', [both, writer.ints([inner, inner])], gated, { axis: -1 });
  } else {
    gated = [apply('gate', input, gate), apply('up', input, up)];
  }
  const { opType, attributes } = activations[architecture.activation];
  const opened = writer.add(opType, [gated[0]], `${block}.ffn_gate.open`, attributes);
  const product = writer.add('Mul', [opened, gated[1]], `${block}.ffn_gated`);
  return apply('down', product, down);
}

import { fail } from '../../../protocol';
import { constantInts } from './gradient-constants';
import type { Backward } from './gradient-backward';
import { recurrentGradient } from './gradient-recurrent';
import { slopes } from './gradient-slopes';
import { attributeOf } from '../graph-index';
import { int, type Node } from '../onnx-model';

/** Gives the gradients of a node's inputs, that of its first output being known. */
type Rule = (back: Backward, node: Node, gradient: string) => void;

export function cannot(node: Node, why: string): Error {
  return fail(
    'unsupported',
    `The gradient cannot be taken through ${node.opType ?? 'a node'} (${node.name ?? ''}): ${why}. ` +
      'Measure by leaving out or replacing tokens instead.',
  );
}

function attribute(node: Node, name: string): number | undefined {
  const value = attributeOf(node, name)?.i;
  return value === undefined ? undefined : int(value);
}

/** The axis of a gradient that belongs to an axis of its tensor: one more in front, none where counted from behind. */
const shifted = (axis: number): number => (axis < 0 ? axis : axis + 1);

/** The same numbers in another shape. */
const reshaped: Rule = (back, node, gradient) => back.give(node.input[0]!, back.like(gradient, node.input[0]!));

/** dX = dY * f'(x), told by y = f(x). */
function elementwise(slope: (back: Backward, y: string) => string): Rule {
  return (back, node, gradient) => {
    back.give(node.input[0]!, back.nodes.add('Mul', [gradient, slope(back, back.float(node.output[0]!))]));
  };
}

/** X W with a constant W: dX = dY W'. `matrix`: W, [in, out]. */
function throughMatrix(back: Backward, node: Node, gradient: string, matrix: string): void {
  const turned = back.nodes.add('Transpose', [back.float(matrix)], { perm: [1, 0] });
  back.give(node.input[0]!, back.nodes.add('MatMul', [gradient, turned]));
}

const matMul: Rule = (back, node, gradient) => {
  const [, weight = ''] = node.input;
  if (back.wants(weight)) throw cannot(node, 'it multiplies two tensors that both depend on the text');
  throughMatrix(back, node, gradient, weight);
};

const gemm: Rule = (back, node, gradient) => {
  const { nodes } = back;
  const [input = '', weight = '', bias] = node.input;
  const plain = (attribute(node, 'transA') ?? 0) === 0 && !back.wants(weight) && !back.wants(bias);
  if (!plain) throw cannot(node, 'it is used in an unusual way (transA, or a matrix that depends on the text)');
  const turned =
    attribute(node, 'transB') === 1
      ? back.float(weight)
      : nodes.add('Transpose', [back.float(weight)], { perm: [1, 0] });
  const product = nodes.add('MatMul', [gradient, turned]);
  back.give(input, nodes.add('Mul', [product, nodes.float(attributeOf(node, 'alpha')?.f ?? 1)]));
};

/** Whatever the format of its weights, the node itself tells its matrix: what it makes of the rows of the unit matrix. */
const matMulNBits: Rule = (back, node, gradient) => {
  const { nodes } = back;
  const size = attribute(node, 'K') ?? 0;
  const unit = nodes.add('EyeLike', [nodes.add('ConstantOfShape', [nodes.ints([size, size])])], { dtype: 1 });
  const matrix = nodes.fresh('matrix');
  // Without the bias, the sixth input.
  nodes.addNode({ ...node, input: [unit, ...node.input.slice(1, 5)], output: [matrix] });
  throughMatrix(back, node, gradient, matrix);
};

const added =
  (sign: 1 | -1): Rule =>
  (back, node, gradient) => {
    const [first = '', second = ''] = node.input;
    // The reshape refuses, when it runs, an input that was broadcast.
    if (back.wants(first)) back.give(first, back.like(gradient, first));
    if (!back.wants(second)) return;
    back.give(second, back.like(sign === 1 ? gradient : back.nodes.add('Neg', [gradient]), second));
  };

const multiplied: Rule = (back, node, gradient) => {
  const [first = '', second = ''] = node.input;
  const give = (to: string, other: string): void => {
    if (back.wants(to)) back.give(to, back.like(back.nodes.add('Mul', [gradient, back.float(other)]), to));
  };
  give(first, second);
  give(second, first);
};

const divided: Rule = (back, node, gradient) => {
  const [input = '', by = ''] = node.input;
  if (back.wants(by)) throw cannot(node, 'it divides by something that depends on the text');
  back.give(input, back.like(back.nodes.add('Div', [gradient, back.float(by)]), input));
};

const transposed: Rule = (back, node, gradient) => {
  const perm = attributeOf(node, 'perm')?.ints?.map(int);
  if (!perm) throw cannot(node, 'it does not say which axes it exchanges');
  const inverse = perm.map((_axis, at) => perm.indexOf(at));
  back.give(node.input[0]!, back.nodes.add('Transpose', [gradient], { perm: [0, ...inverse.map((axis) => axis + 1)] }));
};

/** Zeros around what was cut out. */
const sliced: Rule = (back, node, gradient) => {
  const { nodes } = back;
  const [input = '', starts = '', ends = '', axesInput, steps] = node.input;
  const axes = axesInput === undefined || axesInput === '' ? [0] : constantInts(back.index, axesInput);
  const step = steps === undefined || steps === '' ? [1] : constantInts(back.index, steps);
  const [axis] = axes ?? [];
  if (axes?.length !== 1 || axis === undefined || step?.[0] !== 1)
    throw cannot(node, 'it cuts along several axes, or in steps');
  const along = shifted(axis);
  const zeros = back.zerosFor(input);
  const before = nodes.add('Slice', [zeros, nodes.ints([0]), starts, nodes.ints([along])]);
  const behind = nodes.add('Slice', [zeros, ends, nodes.ints([2 ** 31 - 1]), nodes.ints([along])]);
  back.give(input, nodes.add('Concat', [before, gradient, behind], { axis: along }));
};

/** Each input gets back its stretch. */
const joined: Rule = (back, node, gradient) => {
  const { nodes } = back;
  const axis = attribute(node, 'axis') ?? 0;
  let from = nodes.ints([0]);
  for (const input of node.input) {
    const size = nodes.add('Gather', [nodes.add('Shape', [input]), nodes.ints([axis])]);
    const to = nodes.add('Add', [from, size]);
    if (back.wants(input)) back.give(input, nodes.add('Slice', [gradient, from, to, nodes.ints([shifted(axis)])]));
    from = to;
  }
};

/** The operators that a gradient can go back through; `recurrentGradient` has those with a state. */
const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    ['Identity', 'Cast', 'Dropout', 'Squeeze', 'Unsqueeze', 'Reshape', 'Flatten'].map((name) => [name, reshaped]),
  ),
  Add: added(1),
  Sub: added(-1),
  Mul: multiplied,
  Div: divided,
  Neg: (back, node, gradient) => back.give(node.input[0]!, back.nodes.add('Neg', [gradient])),
  MatMul: matMul,
  Gemm: gemm,
  MatMulNBits: matMulNBits,
  Transpose: transposed,
  Slice: sliced,
  Concat: joined,
  Sigmoid: elementwise(slopes['sigmoid']!),
  Tanh: elementwise(slopes['tanh']!),
  Relu: elementwise(slopes['relu']!),
};

/** Takes the gradients of a node's outputs back to its inputs; refuses (`unsupported`) an operator without a rule. */
export function goBack(back: Backward, node: Node): void {
  if (!node.output.some((name) => back.of(name) !== undefined) || !node.input.some((name) => back.wants(name))) return;
  if (recurrentGradient(back, node)) return;
  const rule = rules[node.opType ?? ''];
  if (!rule) throw cannot(node, 'Langscope has no rule for this operator');
  rule(back, node, back.ofOrZeros(node.output[0]!));
}

import type { NodeList } from '../node-list';
import { dataTypes } from '../onnx-model';
import { activate } from './recurrent-activations';
import type { RecurrentDirection, RecurrentNode } from './recurrent-node';

/** Inputs of LSTM, GRU and RNN nodes by their place; P and the initial cell state are the LSTM's alone. */
const inputs = { x: 0, w: 1, r: 2, b: 3, lengths: 4, hidden: 5, cell: 6 } as const;

/** Behind the last step, whatever their number. */
const end = 2 ** 31 - 1;

/** The input that tells how many steps each text has; undefined where all have all of them. */
export function lengthsOf({ node }: RecurrentNode): string | undefined {
  const name = node.input[inputs.lengths];
  return name === '' ? undefined : name;
}

/**
 * One direction of a recurrent node, written out over all steps at once: the node's own output holds the hidden state
 * after every step, and so, moved by one, the state before it; then a gate of all steps is one matrix product.
 * Shapes: s steps, b texts, h cells, g gates. Everything is float32.
 */
export class RecurrentSteps {
  /** Hidden state after each step, [s, b, h]. */
  public readonly hidden: string;

  /** `output`: the node's output Y. */
  public constructor(
    private readonly nodes: NodeList,
    public readonly recurrent: RecurrentNode,
    public readonly direction: RecurrentDirection,
    output: string,
  ) {
    this.hidden = this.float(nodes.pick(output, 1, direction.index));
  }

  /** Hidden state before each step, [s, b, h]. */
  public before(): string {
    const { nodes, hidden } = this;
    const first = this.initial('hidden');
    return this.direction.reverse
      ? nodes.add('Concat', [nodes.slice(hidden, 0, 1, end), first], { axis: 0 })
      : nodes.add('Concat', [first, nodes.slice(hidden, 0, 0, -1)], { axis: 0 });
  }

  /** The state before the first step, zeros where the node gets none, [1, b, h]. */
  public initial(state: 'hidden' | 'cell'): string {
    const { nodes } = this;
    const given = this.recurrent.node.input[inputs[state]] ?? '';
    if (given === '') {
      return nodes.add('ConstantOfShape', [nodes.add('Shape', [nodes.slice(this.hidden, 0, 0, 1)])]);
    }
    const { index } = this.direction;
    return this.float(nodes.slice(given, 0, index, index + 1));
  }

  /** What the gates get of the node's input, its bias included, [s, b, g * h]. */
  public fromInput(): string {
    const x = this.float(this.recurrent.node.input[inputs.x]!);
    return this.plus(this.nodes.add('MatMul', [x, this.matrix('w')]), this.bias(0));
  }

  /** What gates [first, last) get of a state [s, b, h], the recurrent bias included, [s, b, (last - first) * h]. */
  public fromState(state: string, first: number, last: number): string {
    const { cells } = this.recurrent;
    const columns = this.nodes.slice(this.matrix('r'), 1, first * cells, last * cells);
    const bias = this.bias(1);
    return this.plus(
      this.nodes.add('MatMul', [state, columns]),
      bias && this.nodes.slice(bias, 0, first * cells, last * cells),
    );
  }

  /** Gates [first, last) of [s, b, g * h]. */
  public part(gates: string, first: number, last: number): string {
    return this.nodes.slice(gates, 2, first * this.recurrent.cells, last * this.recurrent.cells);
  }

  /** Cuts to the node's limit and applies one of the direction's activations. */
  public activate(x: string, activation: number): string {
    const { nodes } = this;
    const { clip } = this.recurrent;
    const cut = clip === undefined ? x : nodes.add('Clip', [x, nodes.float(-clip), nodes.float(clip)]);
    return activate(nodes, this.direction.activations[activation]!, cut);
  }

  /** Weights of this direction, transposed: [inputs, g * h]. */
  private matrix(input: 'w' | 'r'): string {
    const own = this.nodes.pick(this.recurrent.node.input[inputs[input]]!, 0, this.direction.index);
    return this.float(this.nodes.add('Transpose', [own], { perm: [1, 0] }));
  }

  /** Bias of the input (0) or of the recurrence (1), [g * h]. */
  private bias(half: 0 | 1): string | undefined {
    const { nodes } = this;
    const given = this.recurrent.node.input[inputs.b] ?? '';
    if (given === '') return undefined;
    const own = this.float(nodes.pick(given, 0, this.direction.index));
    const width = { lstm: 4, gru: 3, rnn: 1 }[this.recurrent.cell] * this.recurrent.cells;
    return nodes.slice(own, 0, half * width, (half + 1) * width);
  }

  private plus(x: string, bias: string | undefined): string {
    return bias === undefined ? x : this.nodes.add('Add', [x, bias]);
  }

  private float(tensor: string): string {
    return this.nodes.add('Cast', [tensor], { to: dataTypes.float });
  }
}

import assert from 'node:assert/strict';
import { Tensor } from 'onnxruntime-node';
import { int64Tensor, makeNode, tensorInfo } from '../../../src/engine/graph/make-node';
import { dataTypes, type Attribute, type Node, type OnnxModel } from '../../../src/engine/graph/onnx-model';
import { tapRecurrent } from '../../../src/engine/graph/recurrent/tap-recurrent';
import { Session } from '../../../src/engine/runtime/session';
import { floats, numbers } from '../graph/tiny-model';
import { handActivations, runByHand } from './recurrent-by-hand';

const [steps, texts, inputs, cells] = [5, 2, 3, 4];
const gatesOf = { LSTM: 4, GRU: 3, RNN: 1 } as const;

interface Case {
  readonly op: keyof typeof gatesOf;
  readonly directions?: 1 | 2;
  readonly reverse?: boolean;
  /** Of all directions, with alpha and beta where they take them. */
  readonly activations?: readonly (readonly [string, number?, number?])[];
  readonly clip?: number;
  readonly inputForget?: boolean;
  readonly resetAfter?: boolean;
  readonly initial?: boolean;
  readonly bias?: boolean;
  readonly batchFirst?: boolean;
  /** Y is not an output of the node. */
  readonly lastOnly?: boolean;
  readonly lengths?: boolean;
  readonly opset?: number;
}

const encoder = new TextEncoder();
const strings = (name: string, values: readonly string[]): Attribute => ({
  name,
  type: 8,
  strings: values.map((value) => encoder.encode(value)),
});
const given = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);

function attributesOf(shape: Case): readonly Attribute[] {
  const { activations = [], directions = 1 } = shape;
  const direction = directions === 2 ? 'bidirectional' : shape.reverse ? 'reverse' : 'forward';
  const whole = { hidden_size: cells, layout: shape.batchFirst, input_forget: shape.inputForget } as const;
  return [
    ...Object.entries({ ...whole, linear_before_reset: shape.resetAfter })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]): Attribute => ({ name, type: 2, i: Number(value) })),
    { name: 'direction', type: 3, s: encoder.encode(direction) },
    ...(shape.clip === undefined ? [] : [{ name: 'clip', type: 1, f: shape.clip }]),
    ...(activations.length === 0
      ? []
      : [
          strings(
            'activations',
            activations.map(([name]) => name),
          ),
          { name: 'activation_alpha', type: 6, floats: given(activations.map(([, alpha]) => alpha)) },
          { name: 'activation_beta', type: 6, floats: given(activations.map(([, , beta]) => beta)) },
        ]),
  ];
}

function modelOf(shape: Case): { readonly model: OnnxModel; readonly arrays: Readonly<Record<string, Float32Array>> } {
  const { op, directions: d = 1, initial = true, bias = true, batchFirst = false } = shape;
  const rows = gatesOf[op] * cells;
  const arrays = {
    w: numbers(d * rows * inputs, 1).map((value) => 2 * value),
    r: numbers(d * rows * cells, 2).map((value) => 2 * value),
    b: numbers(d * 2 * rows, 3),
    h: numbers(d * texts * cells, 4),
    c: numbers(d * texts * cells, 5),
    x: numbers(steps * texts * inputs, 6).map((value) => 2 * value),
  };
  const states = initial ? ['h', ...(op === 'LSTM' ? ['c'] : [])] : [];
  const node: Node = {
    name: 'cells',
    opType: op,
    input: ['x', 'w', 'r', bias ? 'b' : '', shape.lengths ? 'lengths' : '', ...states],
    output: [shape.lastOnly ? '' : 'y', 'last'],
    attribute: attributesOf(shape),
  };
  const state = batchFirst ? [texts, d, cells] : [d, texts, cells];
  return {
    arrays,
    model: {
      irVersion: 8,
      opsetImport: [{ domain: '', version: shape.opset ?? 17 }],
      graph: {
        name: 'one-node',
        node: [node],
        initializer: [
          floats('w', arrays.w, [d, rows, inputs]),
          floats('r', arrays.r, [d, rows, cells]),
          ...(bias ? [floats('b', arrays.b, [d, 2 * rows])] : []),
        ],
        input: [
          tensorInfo('x', dataTypes.float, batchFirst ? [texts, 'steps', inputs] : ['steps', texts, inputs]),
          ...states.map((name) => tensorInfo(name, dataTypes.float, state)),
          ...(shape.lengths ? [tensorInfo('lengths', dataTypes.int32, [texts])] : []),
        ],
        output: [...(shape.lastOnly ? [] : [tensorInfo('y', dataTypes.float)]), tensorInfo('last', dataTypes.float)],
      },
    },
  };
}

/** [rows][columns] */
const matrix = (values: Float32Array, columns: number): number[][] =>
  Array.from({ length: values.length / columns }, (_row, at) => [...values.subarray(at * columns, (at + 1) * columns)]);

/** Element order of an array whose two first axes change places; inner: elements below them. */
function swapped(values: Float32Array, first: number, second: number, inner: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let i = 0; i < first; i++)
    for (let j = 0; j < second; j++)
      result.set(values.subarray((i * second + j) * inner, (i * second + j + 1) * inner), (j * first + i) * inner);
  return result;
}

async function largestDifference(shape: Case): Promise<number> {
  const { op, directions: d = 1, initial = true, bias = true, batchFirst = false } = shape;
  const rows = gatesOf[op] * cells;
  const { model, arrays } = modelOf(shape);
  const { model: tapped, layers, missing } = tapRecurrent(model);
  assert.deepEqual(missing, []);
  assert.equal(layers.length, d);
  const session = await Session.open(tapped, { provider: 'cpu', threads: 1, folder: '.' }, 'The tapped model');
  const turn = (values: Float32Array, first: number, second: number, inner: number): Float32Array =>
    batchFirst ? swapped(values, first, second, inner) : values;
  const shapeOf = (first: number, second: number, inner: number): number[] =>
    batchFirst ? [second, first, inner] : [first, second, inner];
  const feeds = {
    x: new Tensor('float32', turn(arrays['x']!, steps, texts, inputs), shapeOf(steps, texts, inputs)),
    ...(initial && { h: new Tensor('float32', turn(arrays['h']!, d, texts, cells), shapeOf(d, texts, cells)) }),
    ...(initial &&
      op === 'LSTM' && { c: new Tensor('float32', turn(arrays['c']!, d, texts, cells), shapeOf(d, texts, cells)) }),
    ...(shape.lengths && { lengths: new Tensor('int32', Int32Array.of(steps, steps), [texts]) }),
  };
  const results = await session.run(
    feeds,
    layers.flatMap(({ outputs }) => [...outputs.values()]),
  );
  await session.dispose();
  const activations = shape.activations ?? Array.from({ length: d }, () => usual[op]).flat();
  const each = activations.length / d;
  let most = 0;
  layers.forEach(({ outputs, reverse }, direction) => {
    for (let text = 0; text < texts; text++) {
      const state = (values: Float32Array): number[] =>
        initial ? matrix(values, cells)[direction * texts + text]! : Array.from({ length: cells }, () => 0);
      const expected = runByHand(
        {
          cell: op.toLowerCase() as 'lstm' | 'gru' | 'rnn',
          cells,
          w: matrix(arrays['w']!, inputs).slice(direction * rows, (direction + 1) * rows),
          r: matrix(arrays['r']!, cells).slice(direction * rows, (direction + 1) * rows),
          b: bias ? matrix(arrays['b']!, 2 * rows)[direction]! : [],
          activations: activations
            .slice(direction * each, (direction + 1) * each)
            .map(([name, alpha = Number.NaN, beta = Number.NaN]) => handActivations[name]!(alpha, beta)),
          ...(shape.clip !== undefined && { clip: shape.clip }),
          inputForget: shape.inputForget ?? false,
          resetAfter: shape.resetAfter ?? false,
          reverse,
          hidden: state(arrays['h']!),
          cellState: state(arrays['c']!),
        },
        matrix(arrays['x']!, inputs).filter((_row, at) => at % texts === text),
      );
      assert.deepEqual([...outputs.keys()].sort(), Object.keys(expected).sort());
      for (const [name, output] of outputs) {
        const found = matrix(results.get(output)!.data as Float32Array, cells);
        expected[name]!.forEach((row, step) =>
          row.forEach((value, cell) => {
            most = Math.max(most, Math.abs(value - found[step * texts + text]![cell]!));
          }),
        );
      }
    }
  });
  return most;
}

const usual: Readonly<Record<Case['op'], NonNullable<Case['activations']>>> = {
  LSTM: [['Sigmoid'], ['Tanh'], ['Tanh']],
  GRU: [['Sigmoid'], ['Tanh']],
  RNN: [['Tanh']],
};

const cases: Readonly<Record<string, Case>> = {
  'LSTM with initial states, two texts at once': { op: 'LSTM' },
  'LSTM without bias and initial states': { op: 'LSTM', bias: false, initial: false },
  'LSTM backwards, with initial states': { op: 'LSTM', reverse: true },
  'LSTM in both directions, with initial states': { op: 'LSTM', directions: 2 },
  'LSTM of which only the last state is used': { op: 'LSTM', lastOnly: true },
  'LSTM with full sequence lengths': { op: 'LSTM', lengths: true, directions: 2 },
  'LSTM with a clip': { op: 'LSTM', clip: 0.6 },
  'LSTM whose forget gate is 1 - the input gate': { op: 'LSTM', inputForget: true },
  'LSTM of opset 11': { op: 'LSTM', clip: 0.6, directions: 2, opset: 11 },
  'LSTM of opset 23': { op: 'LSTM', clip: 0.6, directions: 2, opset: 23 },
  'GRU of opset 11': { op: 'GRU', reverse: true, resetAfter: true, opset: 11 },
  'GRU of opset 23': { op: 'GRU', reverse: true, resetAfter: true, opset: 23 },
  'LSTM with the batch first': { op: 'LSTM', batchFirst: true, directions: 2 },
  'LSTM with other activations a direction': {
    op: 'LSTM',
    directions: 2,
    activations: [['HardSigmoid', 0.3, 0.4], ['Softsign'], ['Elu', 0.7], ['Sigmoid'], ['LeakyRelu', 0.2], ['Softplus']],
  },
  'LSTM with affine gates': { op: 'LSTM', activations: [['Affine', 0.2, 0.5], ['ScaledTanh', 1.2, 0.8], ['Relu']] },
  'LSTM with a threshold': { op: 'LSTM', activations: [['Sigmoid'], ['ThresholdedRelu', 0.3], ['Tanh']] },
  'GRU, reset before the matrix': { op: 'GRU' },
  'GRU, reset after the matrix, both directions': { op: 'GRU', directions: 2, resetAfter: true },
  'GRU backwards without bias': { op: 'GRU', reverse: true, bias: false },
  'GRU with a clip': { op: 'GRU', clip: 0.5, resetAfter: true },
  'GRU with other activations': { op: 'GRU', activations: [['HardSigmoid', 0.25, 0.5], ['Softsign']] },
  'GRU with the batch first, only the last state used': { op: 'GRU', batchFirst: true, lastOnly: true },
  'RNN with initial state, both directions': { op: 'RNN', directions: 2 },
  'RNN with Relu, backwards': { op: 'RNN', reverse: true, activations: [['Relu']] },
};

describe('Recurrent nodes as ONNX defines them', () => {
  for (const [name, shape] of Object.entries(cases)) {
    it(name, async () => {
      const difference = await largestDifference(shape);
      assert.ok(difference < 1e-5, `largest difference ${difference}`);
    });
  }

  it('takes the numbers of activations that do not give them from onnxruntime', async () => {
    const bare: Case = { op: 'LSTM', activations: [['HardSigmoid'], ['Elu'], ['LeakyRelu']] };
    const { model } = modelOf(bare);
    const node = model.graph.node[0]!;
    const attribute = node.attribute!.filter((entry) => !/alpha|beta/.test(entry.name ?? ''));
    const whole = { ...model, graph: { ...model.graph, node: [{ ...node, attribute }] } };
    const { model: tapped, layers } = tapRecurrent(whole);
    const session = await Session.open(tapped, { provider: 'cpu', threads: 1, folder: '.' }, 'The tapped model');
    const zeros = new Tensor('float32', new Float32Array(texts * cells), [1, texts, cells]);
    const x = new Tensor('float32', numbers(steps * texts * inputs, 6), [steps, texts, inputs]);
    const { outputs } = layers[0]!;
    const results = await session.run({ x, h: zeros, c: zeros }, [...outputs.values()]);
    await session.dispose();
    const of = (series: 'output' | 'cell' | 'hidden'): Float32Array =>
      results.get(outputs.get(series)!)!.data as Float32Array;
    // The node's own hidden state tells which numbers it took.
    of('hidden').forEach((value, at) => {
      const cell = of('cell')[at]!;
      assert.ok(Math.abs(value - of('output')[at]! * (cell < 0 ? 0.01 * cell : cell)) < 1e-5);
    });
  });

  const refuse = (node: Node): string => {
    const { model } = modelOf({ op: 'LSTM' });
    const { layers, missing } = tapRecurrent({ ...model, graph: { ...model.graph, node: [node] } });
    assert.equal(layers.length, 0);
    assert.equal(missing.length, 1);
    assert.equal(missing[0]!.name, 'cells');
    return missing[0]!.reason;
  };

  it('refuses peepholes, unknown activations and quantized nodes with a reason', () => {
    const node = modelOf({ op: 'LSTM' }).model.graph.node[0]!;
    assert.match(refuse({ ...node, input: [...node.input, 'p'] }), /peephole/);
    assert.match(
      refuse({ ...node, attribute: [...node.attribute!, strings('activations', ['Sigmoid', 'Cube', 'Tanh'])] }),
      /"Cube"/,
    );
    assert.match(refuse({ ...node, opType: 'DynamicQuantizeLSTM', domain: 'com.microsoft' }), /quantized inside/);
  });

  it('names the nodes inside a branch, which cannot be looked into', () => {
    const inner = modelOf({ op: 'GRU' }).model.graph;
    const choice: Node = {
      opType: 'If',
      input: ['yes'],
      output: ['y'],
      attribute: [{ name: 'then_branch', type: 5, g: inner }],
    };
    const outer = { ...inner, node: [choice], initializer: [int64Tensor('yes', [1])] };
    const { layers, missing } = tapRecurrent({ ...modelOf({ op: 'GRU' }).model, graph: outer });
    assert.deepEqual(layers, []);
    assert.match(missing[0]!.reason, /branch or a loop/);
  });

  it('leaves other nodes alone', () => {
    const { model } = modelOf({ op: 'RNN' });
    const other = makeNode('Relu', ['x'], ['y']);
    const { layers, missing, model: tapped } = tapRecurrent({ ...model, graph: { ...model.graph, node: [other] } });
    assert.deepEqual([layers, missing], [[], []]);
    assert.deepEqual(tapped.graph.node, [other]);
  });
});

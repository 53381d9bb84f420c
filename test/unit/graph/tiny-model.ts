import { makeNode, int64Tensor, tensorInfo } from '../../../src/engine/graph/make-node';
import {
  attributeTypes,
  dataTypes,
  type Attribute,
  type Node,
  type OnnxModel,
  type TensorProto,
} from '../../../src/engine/graph/onnx-model';

export const vocabulary = 64;
export const hiddenSize = 8;

/** Numbers in [-1, 1) that are the same in every run (a linear congruential generator). */
export function numbers(count: number, seed: number): Float32Array {
  let state = seed * 7919 + 17;
  return Float32Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 1073741824 - 1;
  });
}

export function floats(name: string, values: ArrayLike<number>, dims: readonly number[]): TensorProto {
  return { name, dims, dataType: dataTypes.float, rawData: new Uint8Array(Float32Array.from(values).buffer) };
}

export function bytes(name: string, values: Uint8Array, dims: readonly number[], dataType: number): TensorProto {
  return { name, dims, dataType, rawData: values };
}

/** The ways in which exports write the vocabulary projection; each reads 'hidden' and gives 'logits'. */
export const projections: Readonly<Record<string, readonly Node[]>> = {
  MatMul: [makeNode('MatMul', ['hidden', 'projection'], ['logits'])],
  'tied embedding': [
    makeNode('Transpose', ['embedding'], ['tied'], { perm: [1, 0] }),
    makeNode('MatMul', ['hidden', 'tied'], ['logits']),
  ],
  'bias and soft cap': [
    makeNode('MatMul', ['hidden', 'projection'], ['raw']),
    makeNode('Add', ['raw', 'bias'], ['biased']),
    makeNode('Div', ['biased', 'cap'], ['scaled']),
    makeNode('Tanh', ['scaled'], ['bent']),
    makeNode('Mul', ['bent', 'cap'], ['logits']),
  ],
  'Gemm with reshapes': [
    makeNode('Shape', ['hidden'], ['hidden_shape']),
    makeNode('Slice', ['hidden_shape', 'zero', 'two'], ['outer']),
    makeNode('Concat', ['outer', 'minus_one'], ['logits_shape'], { axis: 0 }),
    makeNode('Reshape', ['hidden', 'rows_shape'], ['rows']),
    makeNode('Gemm', ['rows', 'projection', 'bias'], ['flat']),
    makeNode('Reshape', ['flat', 'logits_shape'], ['logits']),
  ],
  'dynamic int8': [
    makeNode('DynamicQuantizeLinear', ['hidden'], ['q', 'q_scale', 'q_zero']),
    makeNode('MatMulInteger', ['q', 'projection_q', 'q_zero', 'projection_zero'], ['product']),
    makeNode('Cast', ['product'], ['product_float'], { to: dataTypes.float }),
    makeNode('Mul', ['q_scale', 'projection_scale'], ['scale']),
    makeNode('Mul', ['product_float', 'scale'], ['logits']),
  ],
  'half precision': [
    makeNode('Cast', ['hidden'], ['hidden_half'], { to: dataTypes.float16 }),
    makeNode('Cast', ['projection'], ['projection_half'], { to: dataTypes.float16 }),
    makeNode('MatMul', ['hidden_half', 'projection_half'], ['logits']),
  ],
  // Every position's logits depend on the earlier ones' logits: nothing can be cut here.
  'none that can be cut off': [
    makeNode('MatMul', ['hidden', 'projection'], ['own']),
    makeNode('CumSum', ['own', 'axis'], ['logits']),
  ],
};

export interface TinyOptions {
  readonly projection?: keyof typeof projections;
  readonly cache?: boolean;
  readonly mask?: boolean;
  readonly positions?: boolean;
  /** The cache is kept in half precision. */
  readonly halfCache?: boolean;
  /** The graph takes token types too, as some exports of GPT-2 do. */
  readonly kinds?: boolean;
  /** An input that no exporter has. */
  readonly strange?: boolean;
  readonly vocabulary?: number;
}

/**
 * A causal "transformer" small enough to build here: the hidden state of a token is the running sum of the embeddings
 * so far (cached as one key per layer, [1, 1, tokens, 8]), guarded against NaN as recent exports are, plus its
 * position's embedding.
 */
export function tinyModel(options: TinyOptions = {}): OnnxModel {
  const {
    projection = 'MatMul',
    cache = true,
    mask = true,
    positions = true,
    strange = false,
    halfCache = false,
  } = options;
  const width = options.vocabulary ?? vocabulary;
  const cacheType = halfCache ? dataTypes.float16 : dataTypes.float;
  const half = projection === 'half precision';
  const node: Node[] = [
    makeNode('Gather', ['embedding', 'input_ids'], ['embedded']),
    makeNode('Unsqueeze', ['embedded', 'one'], ['current']),
    ...(cache && !halfCache
      ? [makeNode('Concat', ['past_key_values.0.key', 'current'], ['present.0.key'], { axis: 2 })]
      : []),
    ...(cache && halfCache
      ? [
          makeNode('Cast', ['past_key_values.0.key'], ['past_float'], { to: dataTypes.float }),
          makeNode('Concat', ['past_float', 'current'], ['joined'], { axis: 2 }),
          makeNode('Cast', ['joined'], ['present.0.key'], { to: dataTypes.float16 }),
        ]
      : []),
    makeNode('CumSum', [cache ? (halfCache ? 'joined' : 'present.0.key') : 'current', 'sum_axis'], ['sums']),
    makeNode('Shape', ['embedded'], ['shape']),
    makeNode('Slice', ['shape', 'one', 'two'], ['count']),
    makeNode('Neg', ['count'], ['from']),
    makeNode('Slice', ['sums', 'from', 'end', 'two'], ['recent']),
    makeNode('Squeeze', ['recent', 'one'], ['squeezed']),
    makeNode('Softmax', ['squeezed'], ['weights'], { axis: -1 }),
    makeNode('IsNaN', ['weights'], ['nan']),
    makeNode('Where', ['nan', 'zero_float', 'weights'], ['guarded']),
    makeNode('Add', ['guarded', 'embedded'], ['mixed']),
    ...(positions ? [makeNode('Gather', ['place', 'position_ids'], ['placed'])] : []),
    makeNode('Add', ['mixed', positions ? 'placed' : 'zero_float'], [options.kinds ? 'untyped' : 'added']),
    ...(options.kinds
      ? [makeNode('Gather', ['place', 'token_type_ids'], ['typed']), makeNode('Add', ['untyped', 'typed'], ['added'])]
      : []),
    ...(mask
      ? [
          makeNode('Cast', ['attention_mask'], ['mask_float'], { to: dataTypes.float }),
          makeNode('ReduceMax', ['mask_float'], ['seen'], { keepdims: 0 }),
        ]
      : []),
    makeNode('Mul', ['added', mask ? 'seen' : 'one_float'], ['hidden']),
    ...projections[projection]!,
  ];
  const weights = numbers(hiddenSize * width, 2);
  const initializer: TensorProto[] = [
    floats('embedding', numbers(width * hiddenSize, 1), [width, hiddenSize]),
    floats(
      'projection',
      weights.map((value) => 2 * value),
      [hiddenSize, width],
    ),
    bytes(
      'projection_q',
      Uint8Array.from(weights, (value) => Math.round(127 + 120 * value)),
      [hiddenSize, width],
      dataTypes.uint8,
    ),
    bytes('projection_zero', Uint8Array.of(127), [], dataTypes.uint8),
    floats('projection_scale', [2 / 120], []),
    floats('bias', numbers(width, 3), [width]),
    floats('cap', [3], []),
    floats('place', numbers(128 * hiddenSize, 4), [128, hiddenSize]),
    floats('zero_float', [0], []),
    floats('one_float', [1], []),
    int64Tensor('zero', [0]),
    int64Tensor('one', [1]),
    int64Tensor('two', [2]),
    int64Tensor('minus_one', [-1]),
    int64Tensor('end', [1_000_000]),
    int64Tensor('axis', [1], []),
    int64Tensor('sum_axis', [2], []),
    int64Tensor('rows_shape', [-1, hiddenSize]),
  ];
  const ids = ['batch_size', 'sequence_length'];
  const input = [
    tensorInfo('input_ids', dataTypes.int64, ids),
    ...(mask ? [tensorInfo('attention_mask', dataTypes.int64, ['batch_size', 'total_sequence_length'])] : []),
    ...(positions ? [tensorInfo('position_ids', dataTypes.int64, ids)] : []),
    ...(cache
      ? [tensorInfo('past_key_values.0.key', cacheType, ['batch_size', 1, 'past_sequence_length', hiddenSize])]
      : []),
    ...(options.kinds ? [tensorInfo('token_type_ids', dataTypes.int64, ids)] : []),
    ...(strange ? [tensorInfo('speaker', dataTypes.int64, [1]), tensorInfo('mood', dataTypes.int64, [1])] : []),
  ];
  const output = [
    tensorInfo('logits', half ? dataTypes.float16 : dataTypes.float),
    ...(cache ? [tensorInfo('present.0.key', cacheType)] : []),
  ];
  return {
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: { name: 'tiny', node, initializer, input, output, valueInfo: [] },
  };
}

/** As merged exports do: one graph for both cases, chosen by an input, which holds the projection in its branches. */
export function mergedModel(): OnnxModel {
  const model = tinyModel();
  const { graph } = model;
  const branch = (name: string): Attribute => ({
    name: `${name}_branch`,
    type: attributeTypes.graph,
    g: {
      name,
      node: [makeNode('MatMul', ['hidden', 'projection'], [`${name}_logits`])],
      initializer: [],
      input: [],
      output: [tensorInfo(`${name}_logits`, dataTypes.float)],
    },
  });
  const choice: Node = {
    opType: 'If',
    input: ['use_cache_branch'],
    output: ['logits'],
    attribute: [branch('then'), branch('else')],
  };
  const node = [...graph.node.filter(({ output }) => output[0] !== 'logits'), choice];
  const input = [...graph.input, tensorInfo('use_cache_branch', dataTypes.bool, [1])];
  return { ...model, graph: { ...graph, node, input } };
}

/** One LSTM layer with its state as inputs and outputs, [1, 1, 8] each; gates from fixed numbers. */
export function tinyLstm(): OnnxModel {
  const h = hiddenSize;
  const node: Node[] = [
    makeNode('Gather', ['embedding', 'input_ids'], ['embedded']),
    makeNode('Transpose', ['embedded'], ['sequence_first'], { perm: [1, 0, 2] }),
    makeNode('LSTM', ['sequence_first', 'w', 'r', 'b', '', 'h.0', 'c.0'], ['all', 'h_out.0', 'c_out.0'], {
      hidden_size: h,
    }),
    makeNode('Squeeze', ['all', 'one'], ['steps']),
    makeNode('Transpose', ['steps'], ['hidden'], { perm: [1, 0, 2] }),
    makeNode('MatMul', ['hidden', 'projection'], ['logits']),
  ];
  const initializer: TensorProto[] = [
    floats('embedding', numbers(vocabulary * h, 1), [vocabulary, h]),
    floats('w', numbers(4 * h * h, 5), [1, 4 * h, h]),
    floats('r', numbers(4 * h * h, 6), [1, 4 * h, h]),
    floats('b', numbers(8 * h, 7), [1, 8 * h]),
    floats('projection', numbers(h * vocabulary, 2), [h, vocabulary]),
    int64Tensor('one', [1]),
  ];
  const state = (name: string): ReturnType<typeof tensorInfo> => tensorInfo(name, dataTypes.float, [1, 'batch', h]);
  return {
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'tiny-lstm',
      node,
      initializer,
      input: [tensorInfo('input_ids', dataTypes.int64, ['batch', 'sequence']), state('h.0'), state('c.0')],
      output: [tensorInfo('logits', dataTypes.float), state('h_out.0'), state('c_out.0')],
      valueInfo: [],
    },
  };
}

/** Moves the weights longer than 64 bytes into one other file, as exporters do with large models. */
export function withExternalData(
  model: OnnxModel,
  location: string,
): { readonly model: OnnxModel; readonly data: Buffer } {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const initializer = model.graph.initializer.map((tensor): TensorProto => {
    const { rawData, ...rest } = tensor;
    if (rawData === undefined || rawData.length <= 64) return tensor;
    parts.push(rawData);
    const externalData = Object.entries({ location, offset, length: rawData.length }).map(([key, value]) => ({
      key,
      value: String(value),
    }));
    offset += rawData.length;
    return { ...rest, dataLocation: 1, externalData };
  });
  return { model: { ...model, graph: { ...model.graph, initializer } }, data: Buffer.concat(parts) };
}

import { importedGraph } from '../../graph/few-rows';
import { tensorInfo } from '../../graph/make-node';
import { dataTypes, type OnnxModel, type ValueInfo } from '../../graph/onnx-model';
import type { ModelShape } from '../architecture/model-shape';
import { cacheNames, writeAttention, type LayerTools, type Lengths } from './attention-writer';
import { writeFeedForward } from './feed-forward-writer';
import { LinearWriter } from './linear';
import type { ModelTensors } from './model-tensors';
import { NodeWriter } from './node-writer';
import type { WeightPlan } from './weight-plan';

/** Versions that SimplifiedLayerNormalization and the operators used here are known in by every onnxruntime since 1.20. */
const opset = 18;
const irVersion = 8;

/** How many tokens count, by the mask [1, past + tokens]. */
function writeLengths(writer: NodeWriter): Lengths {
  const counted = writer.add('ReduceSum', ['attention_mask', writer.ints([1])], 'lengths.counted', { keepdims: 0 });
  const last = writer.add('Sub', [counted, writer.ints([1])], 'lengths.last_long');
  const shape = writer.add('Shape', ['attention_mask'], 'lengths.shape');
  const length = writer.add('Gather', [shape, writer.ints([1])], 'lengths.total_long');
  return {
    last: writer.add('Cast', [last], 'lengths.last', { to: dataTypes.int32 }),
    total: writer.add('Cast', [length], 'lengths.total', { to: dataTypes.int32 }),
  };
}

function inputsOf({ layers, keyHeads, headSize }: ModelShape): readonly ValueInfo[] {
  const cache = ['batch_size', keyHeads, 'past_sequence_length', headSize];
  return [
    tensorInfo('input_ids', dataTypes.int64, ['batch_size', 'sequence_length']),
    tensorInfo('attention_mask', dataTypes.int64, ['batch_size', 'total_sequence_length']),
    ...Array.from({ length: layers }, (_none, layer) => [
      tensorInfo(cacheNames.past(layer, 'key'), dataTypes.float, cache),
      tensorInfo(cacheNames.past(layer, 'value'), dataTypes.float, cache),
    ]).flat(),
  ];
}

function outputsOf({ layers, keyHeads, headSize }: ModelShape, vocabulary: number): readonly ValueInfo[] {
  const cache = ['batch_size', keyHeads, 'total_sequence_length', headSize];
  return [
    tensorInfo('logits', dataTypes.float, ['batch_size', 'sequence_length', vocabulary]),
    ...Array.from({ length: layers }, (_none, layer) => [
      tensorInfo(cacheNames.present(layer, 'key'), dataTypes.float, cache),
      tensorInfo(cacheNames.present(layer, 'value'), dataTypes.float, cache),
    ]).flat(),
  ];
}

/** Adds a layer's output to the stream and normalises the sum for what comes next: both are returned. */
function join(tools: LayerTools, stream: string, output: string, norm: string): { stream: string; normal: string } {
  const { shape, tensors, plan, writer } = tools;
  const weight = plan.vector(tensors.take(norm, [shape.width]));
  const [normal, sum] = [`${output}.joined.normal`, `${output}.joined`];
  writer.addMany('SkipSimplifiedLayerNormalization', [stream, output, weight], [normal, '', '', sum], {
    epsilon: { float: shape.epsilon },
  });
  return { stream: sum, normal };
}

function normalise({ shape, tensors, plan, writer }: LayerTools, input: string, norm: string): string {
  const weight = plan.vector(tensors.take(norm, [shape.width]));
  return writer.add('SimplifiedLayerNormalization', [input, weight], `${input}.normal`, {
    axis: -1,
    epsilon: { float: shape.epsilon },
  });
}

/** The stream after all layers, normalised: [1, tokens, width]. */
function writeLayers(tools: LayerTools, embedded: string, lengths: Lengths): string {
  const { shape } = tools;
  const { normalisesOutputs } = shape.architecture;
  let stream = embedded;
  let normal = normalise(tools, embedded, 'blk.0.attn_norm.weight');
  for (let layer = 0; layer < shape.layers; layer++) {
    const block = `blk.${layer}`;
    const after = (output: string, norm: string): string =>
      normalisesOutputs ? normalise(tools, output, `${block}.${norm}.weight`) : output;
    const next = layer + 1 < shape.layers ? `blk.${layer + 1}.attn_norm.weight` : 'output_norm.weight';
    const seen = after(writeAttention(tools, layer, normal, lengths), 'post_attention_norm');
    ({ stream, normal } = join(tools, stream, seen, `${block}.ffn_norm.weight`));
    const thought = after(writeFeedForward(tools, layer, normal), 'post_ffw_norm');
    ({ stream, normal } = join(tools, stream, thought, next));
  }
  return normal;
}

/** cap * tanh(x / cap). */
function capped(writer: NodeWriter, input: string, cap: number, output: string): string {
  const small = writer.add('Div', [input, writer.float(cap)], `${output}.small`);
  const bent = writer.add('Tanh', [small], `${output}.bent`);
  return writer.add('Mul', [bent, writer.float(cap)], output);
}

/**
 * Writes the graph of a decoder-only transformer with the operators that onnxruntime has fused: input_ids and
 * attention_mask [1, tokens] int64 and the cache past_key_values.N.key/value [1, keyHeads, past, headSize] -> logits
 * [1, tokens, vocabulary] and the cache present.N.key/value. What lies in the weight file is told by `plan`. `slower`:
 * the numbers of rope_freqs.weight. Refuses files that lack tensors, have others, or have them in other shapes.
 */
export function languageGraph(
  shape: ModelShape,
  tensors: ModelTensors,
  plan: WeightPlan,
  slower: readonly number[] | undefined,
  vocabulary: number,
): OnnxModel {
  const writer = new NodeWriter();
  const linear = new LinearWriter(writer);
  const tools = { shape, tensors, plan, writer, linear, slower };
  const { width, architecture } = shape;
  const table = plan.matrix('token_embd', [tensors.take('token_embd.weight', [vocabulary, width])]);
  const projection = tensors.takeIfThere('output.weight', [vocabulary, width]);
  if (tensors.has('rope_freqs.weight')) tensors.take('rope_freqs.weight', [shape.rotated / 2]);
  const lengths = writeLengths(writer);
  let embedded = linear.lookUp('input_ids', table, 'embedding');
  if (architecture.scalesEmbedding) {
    embedded = writer.add('Mul', [embedded, writer.float(Math.fround(Math.sqrt(width)))], 'embedding.scaled');
  }
  const hidden = writeLayers(tools, embedded, lengths);
  // Where the file has no projection of its own the table of embeddings is both, stored once.
  const matrix = projection ? plan.matrix('output', [projection]) : table;
  if (shape.logitCap > 0) {
    capped(writer, linear.apply(hidden, matrix, 'logits.raw'), shape.logitCap, 'logits');
  } else {
    linear.apply(hidden, matrix, 'logits');
  }
  tensors.refuseOthers(architecture.name);
  return {
    irVersion,
    opsetImport: [
      { domain: '', version: opset },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name: importedGraph,
      node: writer.nodes,
      initializer: [...plan.initializers, ...writer.constants],
      input: inputsOf(shape),
      output: outputsOf(shape, vocabulary),
    },
  };
}

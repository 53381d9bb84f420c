import type { Tensor } from 'onnxruntime-node';
import { bindInputs, type BoundInputs, type GraphInput } from '../../families/bind-inputs';
import type { FamilyEntry } from '../../families/family-table';
import type { LangscopeFile } from '../../families/langscope-file';
import { makeTensor } from '../../families/tensors';
import type { Graph } from '../../graph/onnx-model';

/** Inputs of a decoder that come from the encoder: its rows [1, source, width], and ones for each of them [1, source]. */
export const crossInputs = { rows: 'encoder_hidden_states', mask: 'encoder_attention_mask' } as const;

/** Names of dimensions that are as long as what is read; others (the batch) are 1. */
const perToken = /seq|length|token/i;

/** What each input of an encoder's or decoder's graph gets, but for those that come from the encoder. */
export function bindText(graph: Graph, entry: FamilyEntry, langscope: LangscopeFile | undefined): BoundInputs {
  const cross: readonly string[] = Object.values(crossInputs);
  return bindInputs(
    { ...graph, input: graph.input.filter(({ name }) => !cross.includes(name ?? '')) },
    entry,
    langscope,
  );
}

/** Feeds a text that is read at once, all of it seen. */
export function textFeeds(inputs: BoundInputs, ids: Int32Array): Readonly<Record<string, Tensor>> {
  const ones = new Uint8Array(ids.length).fill(1);
  const { attentionMask, positionIds } = inputs;
  const put = (input: GraphInput | undefined, values: ArrayLike<number>): Record<string, Tensor> =>
    input ? { [input.name]: makeTensor(input.elementType, values, [1, ids.length]) } : {};
  const constants = inputs.constants.map(({ input, value }) => {
    const shape = input.shape.map((size) => (typeof size === 'number' ? size : perToken.test(size) ? ids.length : 1));
    const count = shape.reduce((product, size) => product * size, 1);
    return [input.name, makeTensor(input.elementType, new Float64Array(count).fill(value), shape)] as const;
  });
  return {
    ...put(inputs.ids, ids),
    ...put(attentionMask, ones),
    ...put(positionIds, Int32Array.from(ids.keys())),
    ...Object.fromEntries(constants),
  };
}

/** Feeds a decoder with what the encoder gave for a text; inputs that its graph lacks are left out. */
export function crossFeeds(graph: Graph, rows: Tensor): Readonly<Record<string, Tensor>> {
  const source = rows.dims[1] ?? 0;
  const mask = graph.input.find(({ name }) => name === crossInputs.mask);
  const type = mask?.type?.tensorType?.elemType;
  return {
    [crossInputs.rows]: rows,
    ...(type !== undefined && { [crossInputs.mask]: makeTensor(type, new Uint8Array(source).fill(1), [1, source]) }),
  };
}

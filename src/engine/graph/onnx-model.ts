import * as protobuf from 'protobufjs';
import { onnxProto } from './onnx-proto';

/** protobufjs gives 64-bit numbers as objects; `int` makes them plain. */
export type Int64 = number | { toNumber(): number };

/** TensorProto.DataType, as far as Langscope names them. */
export const dataTypes = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  double: 11,
  bfloat16: 16,
} as const;

/** AttributeProto.AttributeType. */
export const attributeTypes = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, ints: 7 } as const;

export interface Entry {
  readonly key?: string;
  readonly value?: string;
}

export interface TensorProto {
  readonly name?: string;
  readonly dims?: readonly Int64[];
  readonly dataType?: number;
  readonly rawData?: Uint8Array;
  readonly floatData?: readonly number[];
  readonly int32Data?: readonly number[];
  readonly int64Data?: readonly Int64[];
  readonly externalData?: readonly Entry[];
  /** 1: the data lie in another file, at externalData. */
  readonly dataLocation?: number;
}

export interface Attribute {
  readonly name?: string;
  readonly type?: number;
  readonly f?: number;
  readonly i?: Int64;
  readonly ints?: readonly Int64[];
  /** UTF-8. */
  readonly s?: Uint8Array;
  readonly floats?: readonly number[];
  readonly strings?: readonly Uint8Array[];
  readonly t?: TensorProto;
  readonly g?: Graph;
  readonly graphs?: readonly Graph[];
}

export interface Node {
  readonly name?: string;
  readonly opType?: string;
  readonly domain?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute?: readonly Attribute[];
}

export interface ValueInfo {
  readonly name?: string;
  readonly type?: {
    readonly tensorType?: {
      readonly elemType?: number;
      readonly shape?: { readonly dim?: readonly { readonly dimValue?: Int64; readonly dimParam?: string }[] };
    };
  };
}

export interface Graph {
  readonly name?: string;
  readonly node: readonly Node[];
  readonly initializer: readonly TensorProto[];
  readonly input: readonly ValueInfo[];
  readonly output: readonly ValueInfo[];
  readonly valueInfo?: readonly ValueInfo[];
}

export interface OnnxModel {
  readonly irVersion?: Int64;
  readonly opsetImport: readonly { readonly domain?: string; readonly version?: Int64 }[];
  readonly graph: Graph;
}

/** A 64-bit number as a plain one; every size and offset in a model is below 2^53. */
export function int(value: Int64): number {
  return typeof value === 'number' ? value : value.toNumber();
}

let modelType: protobuf.Type | undefined;

/** Parsed when the first model is read. */
function type(): protobuf.Type {
  modelType ??= protobuf.parse(onnxProto).root.lookupType('onnx.ModelProto');
  return modelType;
}

/** Decodes a serialized ModelProto; undefined where the bytes are none, or hold no graph. */
export function decodeModel(bytes: Uint8Array): OnnxModel | undefined {
  try {
    const model = type().decode(bytes) as unknown as Partial<OnnxModel>;
    return model.graph && model.graph.node.length > 0 ? (model as OnnxModel) : undefined;
  } catch {
    // Whatever the decoder trips over, the bytes are no model.
    return undefined;
  }
}

/** Serializes a model; with external weights about a megabyte. */
export function encodeModel(model: OnnxModel): Uint8Array {
  return type().encode(model).finish();
}

/** Version of the standard operators the model was written for. */
export function opsetOf(model: OnnxModel): number {
  const standard = model.opsetImport.find(({ domain }) => (domain ?? '') === '' || domain === 'ai.onnx');
  return standard?.version === undefined ? 1 : int(standard.version);
}

import { dataTypes, attributeTypes, type Attribute, type Node, type TensorProto } from '../../graph/onnx-model';
import { int64Tensor } from '../../graph/make-node';

/** Whole numbers as they are, others by their type. */
export type NodeAttributes = Readonly<Record<string, number | readonly number[] | { readonly float: number }>>;

/** Operators that are onnxruntime's own. */
const own = new Set([
  ...['FastGelu', 'FusedMatMul', 'GatherBlockQuantized', 'GroupQueryAttention', 'MatMulNBits', 'QuickGelu'],
  'SkipSimplifiedLayerNormalization',
]);

function attributeOf(name: string, value: NodeAttributes[string]): Attribute {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  return { name, type: attributeTypes.ints, ints: value };
}

/** Writes the nodes of a graph in order. A tensor is called after what it is, under a scope such as layer.3. */
export class NodeWriter {
  public readonly nodes: Node[] = [];
  private readonly shapes = new Map<string, TensorProto>();

  /** Small constants that lie in the graph itself. */
  public get constants(): readonly TensorProto[] {
    return [...this.shapes.values()];
  }

  /** Adds a node with one output, called `output`. */
  public add(opType: string, input: readonly string[], output: string, attributes: NodeAttributes = {}): string {
    this.addMany(opType, input, [output], attributes);
    return output;
  }

  public addMany(
    opType: string,
    input: readonly string[],
    output: readonly string[],
    attributes: NodeAttributes = {},
  ): void {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
    const domain = own.has(opType) ? { domain: 'com.microsoft' } : {};
    this.nodes.push({
      opType,
      name: output.find((name) => name !== '') ?? opType,
      input,
      output,
      attribute,
      ...domain,
    });
  }

  /** A list of whole numbers. */
  public ints(values: readonly number[]): string {
    const name = `ints/${values.join(',')}`;
    this.shapes.set(name, int64Tensor(name, values));
    return name;
  }

  /** A number, float32. */
  public float(value: number): string {
    const name = `float/${value}`;
    this.shapes.set(name, { name, dims: [], dataType: dataTypes.float, floatData: [value] });
    return name;
  }
}

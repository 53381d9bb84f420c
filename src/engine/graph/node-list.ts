import { int64Tensor } from './make-node';
import { attributeTypes, dataTypes, type Attribute, type Graph, type Node, type TensorProto } from './onnx-model';

/** An attribute: whole numbers as they are, others by their type. */
export type AttributeValue =
  | number
  | readonly number[]
  | { readonly float: number }
  | { readonly tensor: TensorProto }
  | { readonly graph: Graph };

function attributeOf(name: string, value: AttributeValue): Attribute {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  if ('tensor' in value) return { name, type: attributeTypes.tensor, t: value.tensor };
  if ('graph' in value) return { name, type: attributeTypes.graph, g: value.graph };
  return { name, type: attributeTypes.ints, ints: value };
}

/** Nodes and constants that are added to a graph; names begin with `prefix`, which nothing else in the graph has. */
export class NodeList {
  private readonly added: Node[] = [];
  private readonly constants = new Map<string, TensorProto>();

  public constructor(private readonly prefix: string) {}

  public get nodes(): readonly Node[] {
    return this.added;
  }

  public get initializers(): readonly TensorProto[] {
    return [...this.constants.values()];
  }

  /** Adds a node of the standard operators with one output and returns that. */
  public add(
    opType: string,
    input: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    output = this.fresh(opType),
  ): string {
    this.addMany(opType, input, attributes, [output]);
    return output;
  }

  public addMany(
    opType: string,
    input: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>>,
    output: readonly string[],
  ): void {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
    this.added.push({ opType, name: this.fresh(opType), input, output, attribute });
  }

  /** Adds a node as it is. */
  public addNode(node: Node): void {
    this.added.push({ ...node, name: this.fresh(node.opType ?? 'node') });
  }

  /** A name that no other tensor has. */
  public fresh(what: string): string {
    return `${this.prefix}${this.added.length}/${what}`;
  }

  /** A list of whole numbers as a constant. */
  public ints(values: readonly number[]): string {
    return this.constant(`ints/${values.join(',')}`, (name) => int64Tensor(name, values));
  }

  /** A whole number as a constant. */
  public int(value: number): string {
    return this.constant(`int/${value}`, (name) => int64Tensor(name, [value], []));
  }

  /** A number as a constant, float32. */
  public float(value: number): string {
    return this.constant(`float/${value}`, (name) => ({
      name,
      dims: [],
      dataType: dataTypes.float,
      floatData: [value],
    }));
  }

  /** [from, to) along an axis. */
  public slice(input: string, axis: number, from: number, to: number): string {
    return this.add('Slice', [input, this.ints([from]), this.ints([to]), this.ints([axis])]);
  }

  /** Element `index` along an axis, which vanishes. */
  public pick(input: string, axis: number, index: number): string {
    return this.add('Gather', [input, this.int(index)], { axis });
  }

  private constant(what: string, make: (name: string) => TensorProto): string {
    const name = `${this.prefix}${what}`;
    if (!this.constants.has(name)) this.constants.set(name, make(name));
    return name;
  }
}

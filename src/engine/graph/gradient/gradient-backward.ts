import type { GraphIndex } from '../graph-index';
import type { NodeList } from '../node-list';
import { dataTypes } from '../onnx-model';

/**
 * Gradients on their way back through a graph (reverse-mode differentiation). Each has an axis more in front than the
 * tensor that it belongs to, [targets, ...shape]: several targets go back at once, and what is between them and the
 * graph's own values is broadcasting. Everything is float32.
 */
export class Backward {
  /** What each tensor has got so far; their sum is its gradient. */
  private readonly parts = new Map<string, readonly string[]>();
  private zero: string | undefined;

  /** `targets`: tensor with their number, int64 [1]; `wanted`: tensors that the gradient has to go through. */
  public constructor(
    public readonly nodes: NodeList,
    public readonly index: GraphIndex,
    private readonly targets: string,
    private readonly wanted: ReadonlySet<string>,
  ) {}

  public wants(tensor: string | undefined): boolean {
    return tensor !== undefined && this.wanted.has(tensor);
  }

  /** Adds a part of the gradient of a tensor; what nobody wants is left. */
  public give(tensor: string, gradient: string): void {
    if (this.wants(tensor)) this.parts.set(tensor, [...(this.parts.get(tensor) ?? []), gradient]);
  }

  /** The gradient of a tensor, once everything that reads it has given its part; undefined: nothing came back. */
  public of(tensor: string): string | undefined {
    const parts = this.parts.get(tensor);
    if (parts === undefined) return undefined;
    const sum = parts.reduce((all, part) => this.nodes.add('Add', [all, part]));
    this.parts.set(tensor, [sum]);
    return sum;
  }

  /** The same with zeros where nothing came back. */
  public ofOrZeros(tensor: string): string {
    return this.of(tensor) ?? this.zerosFor(tensor);
  }

  public zerosFor(tensor: string): string {
    this.zero ??= this.nodes.float(0);
    return this.nodes.add('Expand', [this.zero, this.shapeFor(tensor)]);
  }

  /** The shape of a tensor's gradient, int64. */
  public shapeFor(tensor: string): string {
    return this.nodes.add('Concat', [this.targets, this.nodes.add('Shape', [tensor])], { axis: 0 });
  }

  /** A gradient brought into the shape of that of `tensor`, which must have as many numbers. */
  public like(gradient: string, tensor: string): string {
    return this.nodes.add('Reshape', [gradient, this.shapeFor(tensor)]);
  }

  /** A value of the graph as float32. */
  public float(tensor: string): string {
    return this.nodes.add('Cast', [tensor], { to: dataTypes.float });
  }
}

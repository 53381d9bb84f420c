import type { AttentionFlow } from './attention-flow';
import type { GraphIndex } from '../graph-index';
import type { Node, TensorProto, ValueInfo } from '../onnx-model';

/** How the weights of one attention node are got at. */
export interface AttentionTap {
  /** Takes the node's place, with the same outputs and one more. */
  readonly replacement?: Node;
  /** Nodes that come behind it. */
  readonly nodes: readonly Node[];
  readonly initializers: readonly TensorProto[];
  /** Types that onnxruntime does not infer. */
  readonly types?: readonly ValueInfo[];
  /** The tensor of the weights after softmax: [heads, query, key], [1, heads, query, key] or [1, groups, heads, query, key]. */
  readonly weights: string;
}

/** What a pattern says of a node: how its attention is tapped, or why it cannot be; undefined: it is no attention. */
export type AttentionMatch = (
  { readonly kind: 'tap'; readonly tap: AttentionTap } | { readonly kind: 'missing'; readonly reason: string }
) & {
  /** Whether the keys are another text's. */
  readonly cross: boolean;
};

/** One way in which exporters write attention. `name` begins the names of what is added. */
export interface AttentionPattern {
  readonly operators: readonly string[];
  /** '' for the standard operators. */
  readonly domain: string;
  match(node: Node, context: AttentionContext, name: string): AttentionMatch | undefined;
}

export interface AttentionContext {
  readonly index: GraphIndex;
  readonly flow: AttentionFlow;
  /** Nodes that read a tensor. */
  readonly readers: ReadonlyMap<string, readonly Node[]>;
  readonly opset: number;
}

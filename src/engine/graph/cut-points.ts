import { readsOf, type GraphIndex } from './graph-index';
import type { Node } from './onnx-model';

/** A tensor that everything on the way from the start to the end goes through, and what lies before it. */
export interface CutPoint {
  readonly tensor: string;
  /** The nodes between the cut point before and this one, this one's producer last, with what they read of the way. */
  readonly behind: readonly Step[];
}

/** A node on the way and which of its inputs depend on the start. */
export interface Step {
  readonly node: Node;
  readonly moving: ReadonlySet<string>;
}

/** The size of a tensor says nothing of what it holds. */
const sizes = new Set(['Shape', 'Size']);

/** The tensors that depend on the values of `starts`. */
function reached({ graph }: GraphIndex, starts: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set(starts);
  for (const node of graph.node) {
    if (sizes.has(node.opType ?? '') || !readsOf(node).some((name) => found.has(name))) continue;
    for (const name of node.output) if (name !== '') found.add(name);
  }
  return found;
}

/** Those of `moving` that `end` depends on. */
function needed({ graph, producer }: GraphIndex, moving: ReadonlySet<string>, end: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [end];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name) || !moving.has(name)) continue;
    found.add(name);
    const node = graph.node[producer.get(name) ?? -1];
    if (node && !sizes.has(node.opType ?? '')) open.push(...readsOf(node));
  }
  return found;
}

/**
 * The tensors between `starts` (whose own makers do not count) and `end` that every path goes through, in order: where
 * one stands, all before it reaches the end through it alone. What does not depend on the starts - masks, positions,
 * caches, weights - comes in from the side. Empty where the end does not depend on the starts.
 */
export function cutPoints(index: GraphIndex, starts: ReadonlySet<string>, end: string): readonly CutPoint[] {
  const { graph } = index;
  const way = needed(index, reached(index, starts), end);
  const points: CutPoint[] = [];
  // Whoever reads a tensor last: while such a reader lies ahead, a path leads past everything before it.
  const lastReader = new Map<string, number>();
  graph.node.forEach((node, at) => {
    if (sizes.has(node.opType ?? '') || !node.output.some((name) => way.has(name))) return;
    for (const name of readsOf(node)) if (way.has(name)) lastReader.set(name, at);
  });
  let furthest = -1;
  let waiting = [...starts].filter((name) => way.has(name)).length;
  let behind: Step[] = [];
  graph.node.forEach((node, at) => {
    const made = node.output.filter((name) => way.has(name));
    if (made.length === 0) return;
    const begins = made.some((name) => starts.has(name));
    behind.push({ node, moving: new Set(begins ? [] : readsOf(node).filter((name) => way.has(name))) });
    if (begins) waiting -= made.length;
    if (waiting === 0 && made.length === 1 && furthest <= at) {
      points.push({ tensor: made[0]!, behind });
      behind = [];
    }
    for (const name of made) furthest = Math.max(furthest, lastReader.get(name) ?? at);
  });
  return points;
}

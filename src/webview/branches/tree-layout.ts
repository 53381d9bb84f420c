import { afterOf, type TreeNode } from './tree-nodes';

/** Sizes of a tree's drawing, all in the unit that is wanted. */
export interface TreeSizes {
  /** Height of a row, and the part of it that a node fills. */
  readonly row: number;
  readonly node: number;
  /** Of a column: at least, and at most. */
  readonly narrowest: number;
  readonly widest: number;
  /** Between two columns, where the edges run. */
  readonly gap: number;
  /** Width of a character of a token, and what stands beside the token. */
  readonly character: number;
  readonly beside: number;
}

export interface PlacedNode {
  readonly node: TreeNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface PlacedEdge {
  readonly key: string;
  /** Probability, 0 to 1. */
  readonly share: number;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

export interface TreeLayout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

/**
 * Places a tree that grows to the right. A node stands in the row of its first continuation, so that the most probable
 * path reads as a line of text; every other continuation begins a row of its own. A column is as wide as its longest
 * token asks for. `label`: what is written in a node.
 */
export function treeLayout(
  nodes: readonly TreeNode[],
  sizes: TreeSizes,
  label: (node: TreeNode) => string,
): TreeLayout {
  const widths: number[] = [];
  for (const node of nodes) {
    const wanted = Array.from(label(node)).length * sizes.character + sizes.beside;
    const width = Math.min(sizes.widest, Math.max(sizes.narrowest, wanted));
    widths[node.depth] = Math.max(widths[node.depth] ?? 0, width);
  }
  const left = widths.map((_width, depth) => widths.slice(0, depth).reduce((sum, width) => sum + width + sizes.gap, 0));
  const placed = new Map<string, PlacedNode>();
  const edges: PlacedEdge[] = [];
  let row = 0;
  for (const node of nodes) {
    const parent = node.parent === undefined ? undefined : placed.get(node.parent);
    if (parent !== undefined && node.place > 0) row++;
    const here: PlacedNode = { node, x: left[node.depth]!, y: row * sizes.row, width: widths[node.depth]! };
    placed.set(node.key, here);
    if (parent === undefined) continue;
    const middle = sizes.node / 2;
    edges.push({
      key: node.key,
      share: node.choice === undefined ? 1 : Math.exp(afterOf(node.choice)),
      fromX: parent.x + parent.width,
      fromY: parent.y + middle,
      toX: here.x,
      toY: here.y + middle,
    });
  }
  const width = widths.reduce((sum, each) => sum + each + sizes.gap, -sizes.gap);
  return { nodes: [...placed.values()], edges, width: Math.max(0, width), height: nodes.length === 0 ? 0 : row * sizes.row + sizes.node }; // prettier-ignore
}

/** Thickness of an edge: it grows with the probability, and is seen even for the smallest. */
export function edgeWidth(share: number, thickest: number): number {
  return 1 + Math.min(1, Math.max(0, share)) * (thickest - 1);
}

/** The line of an edge, as an SVG path: it leaves and arrives level. */
export function edgePath({ fromX, fromY, toX, toY }: PlacedEdge): string {
  if (fromY === toY) return `M${fromX} ${fromY}H${toX}`;
  const middle = (fromX + toX) / 2;
  return `M${fromX} ${fromY}C${middle} ${fromY} ${middle} ${toY} ${toX} ${toY}`;
}

import type { TreeNode } from './tree-nodes';

/** What a key does in the tree. */
export type TreeMove = { readonly kind: 'select' | 'unfold' | 'fold'; readonly key: string };

/**
 * Arrows as in any tree: right unfolds or goes in, left folds or goes out, up and down go to the siblings, Home and End
 * to the first and last of all. Undefined for keys that do nothing there.
 */
export function treeMove(pressed: string, nodes: readonly TreeNode[], selected: string): TreeMove | undefined {
  const node = nodes.find(({ key }) => key === selected) ?? nodes[0];
  if (node === undefined) return undefined;
  const sibling = (by: number): TreeMove | undefined => {
    const found = nodes.find(({ parent, place }) => parent === node.parent && place === node.place + by);
    return found && { kind: 'select', key: found.key };
  };
  const children = nodes.filter(({ parent }) => parent === node.key);
  switch (pressed) {
    case 'ArrowRight':
      if (!node.open) return canUnfold(node) ? { kind: 'unfold', key: node.key } : undefined;
      return children[0] && { kind: 'select', key: children[0].key };
    case 'ArrowLeft':
      if (node.open) return { kind: 'fold', key: node.key };
      return node.parent === undefined ? undefined : { kind: 'select', key: node.parent };
    case 'ArrowUp':
      return sibling(-1);
    case 'ArrowDown':
      return sibling(1);
    case 'Home':
      return { kind: 'select', key: nodes[0]!.key };
    case 'End':
      return { kind: 'select', key: nodes.at(-1)!.key };
    default:
      return undefined;
  }
}

/** Nothing comes after an end token, and a forbidden one is not gone on from. */
export function canUnfold({ choice }: TreeNode): boolean {
  return choice === undefined || (!choice.ends && choice.after !== undefined);
}

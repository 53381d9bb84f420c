import type { BranchChoice, BranchPath, Fork } from '../../protocol';
import { keyOf, rootKey } from './tree-path';

/** A place in the tree as it is seen. */
export interface TreeNode {
  readonly key: string;
  readonly path: BranchPath;
  /** undefined for the root. */
  readonly parent: string | undefined;
  /** undefined for the root. */
  readonly choice: BranchChoice | undefined;
  /** 0 for the root. */
  readonly depth: number;
  /** Log-probability of the path, without the forbidden tokens, nats. */
  readonly joint: number;
  /** The same by the model's own distribution. */
  readonly jointOwn: number;
  /** What comes after it, where that is known. */
  readonly fork: Fork | undefined;
  /** Its continuations are shown. */
  readonly open: boolean;
  /** Place among its siblings, from 0, and how many they are. */
  readonly place: number;
  readonly siblings: number;
}

/** Log-probability without the forbidden tokens, nats: -Infinity for a forbidden one. */
export function afterOf({ after = -Infinity }: BranchChoice): number {
  return after;
}

/** Every node that is seen: each before its continuations, the most probable continuation first. */
export function treeNodes(forks: ReadonlyMap<string, Fork>, open: ReadonlySet<string>): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  const add = (node: TreeNode): void => {
    nodes.push(node);
    if (!node.open || node.fork === undefined) return;
    const choices = shownChoices(node.fork);
    choices.forEach((choice, place) => {
      const path = [...node.path, choice.id];
      const key = keyOf(path);
      const fork = forks.get(key);
      add({
        key,
        path,
        parent: node.key,
        choice,
        depth: node.depth + 1,
        joint: node.joint + afterOf(choice),
        jointOwn: node.jointOwn + choice.logprob,
        fork,
        open: fork !== undefined && open.has(key) && choice.after !== undefined,
        place,
        siblings: choices.length,
      });
    });
  };
  const root = forks.get(rootKey);
  if (root === undefined) return [];
  const isOpen = open.has(rootKey);
  add({ key: rootKey, path: [], parent: undefined, choice: undefined, depth: 0, joint: 0, jointOwn: 0, fork: root, open: isOpen, place: 0, siblings: 1 }); // prettier-ignore
  return nodes;
}

/** The continuations of a fork, the forbidden ones last: what is left comes first. */
export function shownChoices({ choices }: Fork): readonly BranchChoice[] {
  return [...choices].sort((a, b) => (a.after === b.after ? a.rank - b.rank : afterOf(b) - afterOf(a)));
}

/** Probability of the continuations of a fork that are shown, together. */
export function shownMass({ choices }: Fork): number {
  return Math.min(
    1,
    choices.reduce((sum, choice) => sum + Math.exp(afterOf(choice)), 0),
  );
}

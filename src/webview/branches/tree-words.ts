import {
  absent,
  formatBits,
  formatNumber,
  formatPercent,
  formatProbability,
  formatVisible,
} from '../../protocol/format';
import type { TreeNode } from './tree-nodes';

/** Characters of the text before the cursor that the root shows. */
const tail = 16;

/** What is written in a node: the token, or the end of the text before the cursor. */
export function labelOf({ choice }: TreeNode, before: string): string {
  if (choice !== undefined) return choice.ends ? formatVisible(choice.piece) : formatVisible(choice.piece);
  const characters = Array.from(formatVisible(before));
  if (characters.length === 0) return 'start of the text';
  return characters.length > tail ? `\u2026${characters.slice(-tail).join('')}` : characters.join('');
}

/** Probability of the token, without the forbidden ones. */
export function probabilityOf({ choice }: TreeNode): string {
  if (choice === undefined) return '';
  return choice.after === undefined ? 'forbidden' : formatProbability(choice.after);
}

/** What it was before tokens were forbidden; undefined where nothing changed. */
export function probabilityBefore({ choice }: TreeNode): string | undefined {
  if (choice === undefined || choice.after === choice.logprob) return undefined;
  const before = formatProbability(choice.logprob);
  return before === formatProbability(choice.after) ? undefined : before;
}

/** Entropy of what comes after a node, in bits; undefined where that is not known. */
export function entropyOf({ fork }: TreeNode): string | undefined {
  return fork && formatBits(Math.abs(fork.entropyAfter));
}

/** 'a nats' of a log-probability. */
export function formatNats(nats: number): string {
  return nats === -Infinity ? absent : `${formatNumber(nats)} nats`;
}

export function jointOf({ joint }: TreeNode): string {
  return joint === -Infinity ? formatPercent(0) : formatProbability(joint);
}

/** One line about a node, as it is read out. */
export function spokenNode(node: TreeNode, before: string): string {
  const { choice, open } = node;
  const entropy = entropyOf(node);
  const after = entropy === undefined ? '' : `, entropy after it ${entropy}`;
  if (choice === undefined) return `The text before the cursor, ${labelOf(node, before)}${after}`;
  const was = probabilityBefore(node);
  const parts = [
    labelOf(node, before),
    probabilityOf(node),
    ...(was === undefined ? [] : [`was ${was}`]),
    `path ${jointOf(node)}`,
    ...(choice.ends ? ['ends the text'] : []),
  ];
  return `${parts.join(', ')}${open ? after : ''}`;
}

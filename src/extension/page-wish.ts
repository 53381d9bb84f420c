import * as vscode from 'vscode';
import type { ActiveText } from './active-text';

/** What every page may want that works on a text. */
export type PageWish<Action extends string> =
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'run'; readonly action: Action }
  /** Escape: the editor gets the keyboard back. */
  | { readonly kind: 'leave' };

/** Does what a page wants; `commands`: what its buttons run. */
export async function grantWish<Action extends string>(
  wish: PageWish<Action>,
  commands: Readonly<Record<Action, string>>,
  active: ActiveText,
): Promise<void> {
  switch (wish.kind) {
    case 'copy':
      await vscode.env.clipboard.writeText(wish.text);
      break;
    case 'run':
      await vscode.commands.executeCommand(commands[wish.action]);
      break;
    case 'leave':
      await active.reveal();
      break;
  }
}

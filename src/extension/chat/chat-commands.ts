import * as vscode from 'vscode';
import type { CommandHandlers } from '../command-table';
import type { ChatViewProvider } from './chat-view-provider';

/** Opening the Chat view, and its title-bar actions. */
export function chatCommands(
  chat: ChatViewProvider,
): Pick<CommandHandlers, 'langscope.showChat' | 'langscope.chat.clear'> {
  return {
    'langscope.showChat': () => vscode.commands.executeCommand('langscope.chat.focus'),
    'langscope.chat.clear': () => chat.session.clear(),
  };
}

import * as vscode from 'vscode';
import type { ChatProvider } from './chat-provider';

/** Offers the instruct models to VS Code; nothing where it takes none. */
export function registerProvider(provider: ChatProvider): readonly vscode.Disposable[] {
  const lm: Partial<typeof vscode.lm> = vscode.lm;
  const registered = lm.registerLanguageModelChatProvider?.('langscope', provider);
  return registered ? [registered] : [];
}

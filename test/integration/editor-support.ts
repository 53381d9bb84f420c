import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PanelName, PanelState } from '../../src/protocol';
import type { DocumentApi, LangscopeApi } from '../../src/extension/test-api';

const extensionId = 'langscope.langscope';

/** The extension as it is installed, activated. */
export async function langscope(): Promise<LangscopeApi> {
  const extension = vscode.extensions.getExtension<LangscopeApi>(extensionId);
  assert.ok(extension, 'the extension is installed');
  return extension.activate();
}

export async function set(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('langscope').update(key, value, vscode.ConfigurationTarget.Global);
}

/** An editor of a new untitled document with this text. */
export async function open(content: string, language = 'markdown'): Promise<vscode.TextEditor> {
  const plain = (text: string): string => text.replaceAll('\r\n', '\n');
  for (let attempt = 0; attempt < 5; attempt++) {
    const document = await vscode.workspace.openTextDocument({ content, language });
    const editor = await vscode.window.showTextDocument(document);
    if (plain(document.getText()) === plain(content)) return editor;
    // VS Code keeps unsaved text for a crash, and may give that of a document just closed to the next one of its name.
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  throw new assert.AssertionError({ message: 'A new document has the text of a closed one, again and again.' });
}

/** Closes every editor without asking to save. */
export async function closeAll(): Promise<void> {
  for (const { document } of vscode.window.visibleTextEditors) {
    if (!document.isDirty && !document.isUntitled) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Waits until `condition` gives something; fails with what was waited for. */
export async function eventually<T>(what: string, condition: () => T | undefined | false, limit = 30_000): Promise<T> {
  const until = Date.now() + limit;
  for (;;) {
    const found = condition();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > until) {
      const editors = vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString());
      const message = `${what} did not happen within ${limit} ms; visible: ${editors.join(', ') || 'no editor'}`;
      throw new assert.AssertionError({ message });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The document when it is scored canonically. */
export async function scored(api: LangscopeApi, uri: vscode.Uri): Promise<DocumentApi> {
  return eventually(
    'scoring to the end',
    () => {
      const document = api.document(uri);
      if (document?.state.kind === 'failed') throw new Error(document.state.message);
      return document?.state.kind === 'done' && document;
    },
    120_000,
  );
}

/** The text in an editor of its own, its cursor at the offset. */
export async function openAt(text: string, offset: number): Promise<vscode.TextEditor> {
  const editor = await open(text);
  const place = editor.document.positionAt(offset);
  editor.selection = new vscode.Selection(place, place);
  return editor;
}

export type Shown<N extends PanelName> = Extract<PanelState<N>, { readonly kind: 'shown' }>;

/** What a panel shows of the text as it is now, as soon as it fits. */
export async function shownPanel<N extends PanelName>(
  api: LangscopeApi,
  name: N,
  fits: (state: Shown<N>) => boolean = () => true,
): Promise<Shown<N>> {
  const shown = (): Shown<N> | undefined => {
    const state = api.panel(name);
    return state?.kind === 'shown' && !state.live && fits(state) ? state : undefined;
  };
  return eventually(`the ${name} panel's content`, shown, 60_000);
}

/** The tokens lie side by side from the first character to the last (byte tokens may share one), each with its text. */
export function assertTiles(document: DocumentApi, text: string): void {
  let end = 0;
  for (const token of document.tokens) {
    assert.ok(token.start <= end, `a gap before ${token.start}`);
    assert.ok(token.end >= token.start);
    end = Math.max(end, token.end);
  }
  assert.equal(end, text.length, 'the tokens reach to the end of the text');
}

/** Plain prose of about `words` words, the same each time. */
export function prose(words: number): string {
  const list = 'the ferry leaves harbour every morning at seven and captain drinks his coffee while rain falls on deck'.split(' '); // prettier-ignore
  const sentence = (index: number) =>
    Array.from({ length: 12 }, (_, at) => list[(index * 7 + at * 5 + ((index * at) % 11)) % list.length]).join(' ');
  return Array.from({ length: Math.ceil(words / 12) }, (_, index) => `Line ${index}: ${sentence(index)}.`).join('\n');
}

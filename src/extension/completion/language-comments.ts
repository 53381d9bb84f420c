import * as vscode from 'vscode';
import { markersOf, type CommentMarkers } from './comment-markers';

interface LanguageEntry {
  readonly id?: unknown;
  readonly configuration?: unknown;
}

/** Comment markers by language, from the configurations that the installed extensions contribute. */
export class LanguageComments implements vscode.Disposable {
  private readonly known = new Map<string, Promise<CommentMarkers>>();
  private readonly listener = vscode.extensions.onDidChange(() => this.known.clear());

  public get(language: string): Promise<CommentMarkers> {
    const markers = this.known.get(language) ?? read(language);
    this.known.set(language, markers);
    return markers;
  }

  public dispose(): void {
    this.listener.dispose();
  }
}

async function read(language: string): Promise<CommentMarkers> {
  for (const { extensionUri, packageJSON } of vscode.extensions.all) {
    const manifest = packageJSON as { readonly contributes?: { readonly languages?: unknown } };
    const languages = manifest.contributes?.languages;
    if (!Array.isArray(languages)) continue;
    for (const { id, configuration } of languages as readonly LanguageEntry[]) {
      if (id !== language || typeof configuration !== 'string') continue;
      try {
        const file = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, configuration));
        return markersOf(new TextDecoder().decode(file));
      } catch {
        // Another extension may have one that can be read.
      }
    }
  }
  return {};
}

import * as vscode from 'vscode';
import { fail, FailureError, formatCount, type ShownSummary } from '../../protocol';
import { looksBinary } from '../text-kind';
import type { TakenText } from './taken-text';

/** Files that hold prose, by their ending. */
const proseFiles = '**/*.{md,markdown,mdx,txt,rst,adoc,org,tex,qmd,rmd}';
const nowhere = '**/{node_modules,.git,.venv,dist,build}/**';
/** Files of a folder that are read and offered at most. */
const mostReadmes = 50;
const mostOffered = 2000;
/** Bytes of a file that is read beside the open ones. */
const mostBytes = 8 * 1024 * 1024;

const markdownLanguages: ReadonlySet<string> = new Set(['markdown', 'mdx', 'quarto', 'rmd']);
const markdownNames = /\.(?:md|markdown|mdx|qmd|rmd)$/i;

export function isMarkdown(document: vscode.TextDocument): boolean {
  return markdownLanguages.has(document.languageId);
}

/** The document, or the part of it. Refuses what is empty or no text. */
export function takeDocument(document: vscode.TextDocument, range?: vscode.Range): TakenText {
  const text = document.getText(range);
  const name = nameOf(document.uri);
  check(name, text);
  const start = range ? document.offsetAt(range.start) : 0;
  return { uri: document.uri.toString(), name, markdown: isMarkdown(document), text, start, line: range?.start.line ?? 0 };
} // prettier-ignore

/** The files, as they are in the editor where they are open; and why some of them were passed over. */
export async function takeFiles(
  uris: readonly vscode.Uri[],
): Promise<{ readonly texts: readonly TakenText[]; readonly passedOver: readonly string[] }> {
  const passedOver: FailureError[] = [];
  const taken = await Promise.all(
    uris.map((uri) =>
      takeFile(uri).catch((error: unknown) => {
        if (!(error instanceof FailureError)) throw error;
        passedOver.push(error);
        return undefined;
      }),
    ),
  );
  const texts = taken.filter((one) => one !== undefined);
  if (texts.length === 0 && passedOver[0]) throw passedOver[0];
  // Files of one name are told apart by their folders.
  const names = texts.map(({ name }) => name);
  const told = texts.map((one) =>
    names.indexOf(one.name) === names.lastIndexOf(one.name)
      ? one
      : { ...one, name: vscode.workspace.asRelativePath(vscode.Uri.parse(one.uri), true) },
  );
  return { texts: told, passedOver: passedOver.map(({ message }) => message) };
}

async function takeFile(uri: vscode.Uri): Promise<TakenText> {
  const open = openDocument(uri.toString());
  if (open) return takeDocument(open);
  const name = nameOf(uri);
  let bytes: Uint8Array;
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) {
      throw fail('file-unreadable', vscode.l10n.t('{0} is a folder: choose files, or summarise the folder.', name));
    }
    if (size > mostBytes) {
      throw fail('file-unreadable', vscode.l10n.t('{0} is too large to be summarised among files: {1} bytes. Open it and summarise it alone.', name, formatCount(size))); // prettier-ignore
    }
    bytes = await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    throw fail('file-unreadable', vscode.l10n.t('{0} cannot be read: is it still there?', name));
  }
  const text = new TextDecoder().decode(bytes);
  check(name, text);
  return { uri: uri.toString(), name, markdown: markdownNames.test(uri.path), text, start: 0, line: 0 };
}

/** The texts of a summary as they are now. */
export async function takeAgain({ texts, scope }: ShownSummary): Promise<readonly TakenText[]> {
  return Promise.all(
    texts.map(async ({ uri, start, end, name }) => {
      const parsed = vscode.Uri.parse(uri);
      const document = openDocument(uri);
      if (!document && parsed.scheme === 'untitled') {
        throw fail('document-unknown', vscode.l10n.t('{0} was closed without a file: its text is gone.', name));
      }
      const taken = document ? takeDocument(document) : await takeFile(parsed);
      if (scope !== 'selection') return { ...taken, name };
      const line = taken.text.slice(0, start).split(/\r\n|\r|\n/).length - 1;
      const text = taken.text.slice(start, end);
      check(name, text);
      return { ...taken, name, text, start, line };
    }),
  );
}

/** Lets the person choose files of prose; undefined: none. */
export async function pickFiles(): Promise<readonly vscode.Uri[] | undefined> {
  const found = await vscode.workspace.findFiles(proseFiles, nowhere, mostOffered);
  const open = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri);
  const byName = new Map([...open, ...found].map((uri) => [uri.toString(), uri]));
  const items = [...byName.values()]
    .map((uri) => ({ label: nameOf(uri), description: vscode.workspace.asRelativePath(uri, true), uri }))
    .sort((a, b) => a.description.localeCompare(b.description));
  if (items.length === 0) {
    throw fail('file-unreadable', vscode.l10n.t('There are no files of prose here: open a folder that holds some.'));
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Summarize files'),
    placeHolder: vscode.l10n.t('Files that one summary is made of'),
    canPickMany: true,
    matchOnDescription: true,
  });
  return chosen && chosen.length > 0 ? chosen.map(({ uri }) => uri) : undefined;
}

/** Lets the person choose a folder of the workspace, or another one; undefined: none. */
export async function pickFolder(): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      ...(folder && { defaultUri: folder }),
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Summarize'),
      title: vscode.l10n.t('A folder whose READMEs are summarised'),
    })) ?? [];
  return chosen;
}

/** The READMEs of a folder and its folders, the uppermost first. Refuses a folder without any. */
export async function readmesOf(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const pattern = new vscode.RelativePattern(folder, '**/[Rr][Ee][Aa][Dd][Mm][Ee]*');
  const found = await vscode.workspace.findFiles(pattern, nowhere, mostReadmes + 1);
  if (found.length === 0) {
    throw fail('document-empty', vscode.l10n.t('{0} has no README: choose another folder, or summarise files.', nameOf(folder))); // prettier-ignore
  }
  if (found.length > mostReadmes) {
    throw fail('unsupported', vscode.l10n.t('{0} has more than {1} READMEs: choose a folder within it.', nameOf(folder), String(mostReadmes))); // prettier-ignore
  }
  const depth = ({ path }: vscode.Uri): number => path.split('/').length;
  return found.sort((a, b) => depth(a) - depth(b) || a.path.localeCompare(b.path));
}

export function openDocument(uri: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri && !document.isClosed);
}

export function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').findLast((one) => one !== '') ?? uri.path;
}

function check(name: string, text: string): void {
  if (looksBinary(text)) {
    throw fail('document-binary', vscode.l10n.t('{0} looks binary; there is no text to summarise.', name));
  }
  if (text.trim() === '') {
    throw fail('document-empty', vscode.l10n.t('{0} is empty: write or choose some text first.', name));
  }
}

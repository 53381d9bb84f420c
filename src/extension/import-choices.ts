import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type ImportableModel, type ModelStore, formatBytes } from '../protocol';
import type { Engine } from './engine';

/** A file to make a model of, and what to call the model; the engine finds a name where none is given. */
export interface FileToImport {
  readonly path: string;
  readonly name?: string;
}

const storeNames: Readonly<Record<ModelStore, string>> = {
  ollama: 'Ollama',
  'lm-studio': 'LM Studio',
  'hugging-face': 'Hugging Face',
  'llama.cpp': 'llama.cpp',
};

interface Choice extends vscode.QuickPickItem {
  readonly model?: ImportableModel;
  readonly asksForFile?: true;
}

/** Asks which model to import: one that another program has on this disk, or a file; then what to call it. */
export async function chooseFile(engine: Engine): Promise<FileToImport | undefined> {
  const chosen = await chooseFound(engine);
  if (!chosen) return undefined;
  const path = chosen.model?.path ?? (await openFile());
  if (path === undefined) return undefined;
  const name = await askName(chosen.model?.suggested ?? suggested(path), 2);
  return name === undefined ? undefined : { path, name };
}

async function chooseFound(engine: Engine): Promise<Choice | undefined> {
  const t = vscode.l10n.t;
  const file: Choice = { label: `$(folder-opened) ${t('Choose a file...')}`, alwaysShow: true, asksForFile: true };
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = t('Import a GGUF model');
  pick.placeholder = t('A model that another program has on this disk, or a file');
  pick.step = 1;
  pick.totalSteps = 2;
  pick.matchOnDescription = true;
  pick.busy = true;
  pick.items = [file];
  try {
    return await new Promise<Choice | undefined>((resolve, reject) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      engine.request('importable', {}).then(
        ({ models, complete }) => {
          pick.busy = false;
          pick.items = [file, ...grouped(models)];
          if (!complete) pick.placeholder = t('There are more than can be listed: choose the file of another one');
        },
        (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
      );
    });
  } finally {
    pick.dispose();
  }
}

function grouped(models: readonly ImportableModel[]): Choice[] {
  const t = vscode.l10n.t;
  const stores = [...new Set(models.map(({ store }) => store))];
  return stores.flatMap((store): Choice[] => [
    { label: storeNames[store], kind: vscode.QuickPickItemKind.Separator },
    ...models
      .filter((model) => model.store === store)
      .map((model) => ({
        label: model.name,
        description: [
          formatBytes(model.bytes),
          ...(model.quantization === undefined ? [] : [model.quantization]),
          ...(model.imported === undefined ? [] : [t('imported already')]),
        ].join(' \u00b7 '),
        model,
      })),
  ]);
}

async function openFile(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: false,
    filters: { GGUF: ['gguf'] },
    openLabel: vscode.l10n.t('Import'),
    title: vscode.l10n.t('A model in a GGUF file'),
  });
  return chosen?.[0]?.fsPath;
}

/** Of a file; the engine has the last word on names. */
function suggested(path: string): string {
  return basename(path)
    .replace(/\.gguf$/i, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-');
}

async function askName(value: string, totalSteps: number): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const input = vscode.window.createInputBox();
  input.title = t('Name of the model');
  input.prompt = t('The model is called so in the list, and its folder too.');
  input.value = value;
  input.step = totalSteps;
  input.totalSteps = totalSteps;
  const wrong = (name: string) =>
    name.trim() === '' || /[/\\]/.test(name) ? t('A name has at least one character and no slash.') : undefined;
  try {
    return await new Promise<string | undefined>((resolve) => {
      input.onDidChangeValue((name) => (input.validationMessage = wrong(name)));
      input.onDidAccept(() => {
        if (wrong(input.value) === undefined) resolve(input.value.trim());
      });
      input.onDidHide(() => resolve(undefined));
      input.show();
    });
  } finally {
    input.dispose();
  }
}

/** What to do where another model has the name: take its place, or be called something else. */
export async function resolveClash(
  name: string,
  sentence: string,
): Promise<{ readonly replace: true } | { readonly name: string } | undefined> {
  const t = vscode.l10n.t;
  const replace = { label: `$(replace) ${t('Replace {0}', name)}`, description: t('the old one is deleted') };
  const rename = { label: `$(edit) ${t('Give another name')}` };
  const chosen = await vscode.window.showQuickPick([rename, replace], {
    title: t('There is a model called {0} already', name),
    placeHolder: sentence,
  });
  if (chosen === replace) return { replace: true };
  const other = chosen === rename ? await askName(`${name}-2`, 1) : undefined;
  return other === undefined ? undefined : { name: other };
}

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type ImportAnswer, firstModel, formatModel } from '../protocol';
import type { CommandParts } from './command-parts';
import type { CommandHandlers } from './command-table';
import { type FileToImport, chooseFile, resolveClash } from './import-choices';
import { isFailureOf } from './model-import';

type ImportCommand = 'langscope.importModel' | 'langscope.getSmolLM2' | 'langscope.models.stopImport';

/** What the commands do that bring models here. */
export function importHandlers(parts: CommandParts): Pick<CommandHandlers, ImportCommand> {
  return {
    'langscope.importModel': async (given) => {
      const file = given instanceof vscode.Uri ? fileOf(given) : await chooseFile(parts.engine);
      return file && orCancelled(() => importFile(parts, file));
    },
    'langscope.getSmolLM2': () =>
      orCancelled(async () => {
        const { hub } = parts.settings.values;
        const endpoint = hub === '' ? {} : { endpoint: hub };
        const answer = await parts.imports.run(firstModel.label, (task, token) =>
          parts.engine.request('getFirstModel', { ...endpoint, task }, token),
        );
        // It becomes the model that is taken where the person chose none.
        await parts.engine.findDefaultModel();
        offer(parts, answer);
        return answer;
      }),
    'langscope.models.stopImport': () => parts.imports.stop(),
  };
}

/** Of a click in the explorer or a drop; only files of this disk (or of the machine that VS Code is connected to). */
function fileOf(uri: vscode.Uri): FileToImport | undefined {
  if (uri.scheme === 'file') return { path: uri.fsPath };
  say(vscode.l10n.t('Only a file on the disk can be imported.'));
  return undefined;
}

/** Imports a file; asks where its name is taken. */
async function importFile(parts: CommandParts, file: FileToImport): Promise<ImportAnswer | undefined> {
  const { engine, imports } = parts;
  const called = file.name ?? basename(file.path).replace(/\.gguf$/i, '');
  let request: FileToImport & { readonly replace?: boolean } = file;
  for (;;) {
    try {
      const answer = await imports.run(called, (task, token) => engine.request('import', { ...request, task }, token));
      await engine.findDefaultModel();
      offer(parts, answer);
      return answer;
    } catch (error) {
      if (!isFailureOf(error, 'model-exists')) throw error;
      const decided = await resolveClash(request.name ?? called, error.message);
      if (!decided) return undefined;
      request = { ...request, ...decided };
    }
  }
}

/** Says what is there now, and offers to use it where another model scores; does not wait for an answer. */
function offer({ settings, log }: CommandParts, { outcome, model, name }: ImportAnswer): void {
  const t = vscode.l10n.t;
  const known = outcome === 'known';
  if (settings.values.model === model) {
    say(known ? t('{0} is imported already.', name) : t('{0} is imported, and scores from now on.', name));
    return;
  }
  const use = t('Use It');
  const present = formatModel(settings.values.model);
  const sentence = known
    ? t('This is imported already, as {0}. {1} scores now.', name, present)
    : t('{0} is imported. {1} scores now.', name, present);
  log.info(sentence);
  void vscode.window.showInformationMessage(sentence, use).then(async (answer) => {
    if (answer === use) await settings.write('model', model);
  });
}

/** A person who stops an import is not told that it failed. */
async function orCancelled<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isFailureOf(error, 'cancelled')) throw error;
    say(vscode.l10n.t('The import was stopped; nothing of it is left.'));
    return undefined;
  }
}

function say(sentence: string): void {
  vscode.window.setStatusBarMessage(sentence, 6000);
}

import * as vscode from 'vscode';
import { formatModel } from '../protocol';
import { colourings } from './colour/colouring';
import { palettes } from './colour/palettes';
import type { CommandId } from './command-table';
import { type CatalogueEntry, describeModel } from './model-description';
import { type ModelsTree, isModel } from './models-tree';
import type { Settings } from './settings';

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** A quick pick in which the present choice stands first in the mind: it is the active item. */
async function choose<T>(
  title: string,
  placeholder: string,
  choices: readonly Choice<T>[],
  present: (value: T) => boolean,
): Promise<T | undefined> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = choices;
  pick.activeItems = choices.filter(({ value }) => present(value)).slice(0, 1);
  try {
    return await new Promise<T | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.value));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

export async function chooseModel(tree: ModelsTree, settings: Settings): Promise<void> {
  const t = vscode.l10n.t;
  const present = settings.values.model;
  const addFolder = { label: `$(add) ${t('Add a folder of models...')}`, value: 'folder' } as const;
  const importModel = { label: `$(arrow-circle-down) ${t('Import a GGUF model...')}`, value: 'import' } as const;
  const entries = await tree.models();
  const models = entries.map((entry) => {
    const described = describeModel(entry, isModel(entry, present), t);
    return {
      label: `$(${described.icon}) ${described.label}`,
      description: described.description,
      ...(described.problem !== undefined && { detail: described.problem }),
      value: entry,
    };
  });
  const chosen = await choose<CatalogueEntry | 'folder' | 'import'>(
    t('Model that scores'),
    t('The model that the open documents are scored with'),
    [...models, importModel, addFolder],
    (entry) => typeof entry !== 'string' && isModel(entry, present),
  );
  if (chosen === 'folder') await vscode.commands.executeCommand('langscope.models.addFolder' satisfies CommandId);
  else if (chosen === 'import') await vscode.commands.executeCommand('langscope.importModel' satisfies CommandId);
  else if (chosen) await settings.write('model', chosen.bundled ? chosen.name : chosen.folder);
}

export async function chooseColouring(settings: Settings): Promise<void> {
  const t = vscode.l10n.t;
  const texts = {
    surprisal: [t('Surprisal'), t('how many bits each token came as a surprise')],
    rank: [t('Rank'), t('whether the token was among the 10, 100, 1,000 most probable ones')],
    entropy: [t('Entropy'), t('how open the text was before each token')],
    tokens: [t('Token boundaries'), t('how the tokenizer cuts the text')],
    off: [t('Off'), t('no colours')],
  } as const;
  const present = settings.values.colouring;
  const choices = colourings.map((value) => ({ label: texts[value][0], description: texts[value][1], value }));
  const chosen = await choose(t('Colouring'), t('What the colours show'), choices, (value) => value === present);
  if (chosen) await settings.write('colouring', chosen);
}

export async function choosePalette(settings: Settings): Promise<void> {
  const t = vscode.l10n.t;
  const texts = { orange: t('Orange'), blue: t('Blue'), purple: t('Purple') } as const;
  const present = settings.values.palette;
  const choices = palettes.map((value) => ({ label: texts[value], value }));
  const chosen = await choose(t('Palette'), t('The hue of surprise'), choices, (value) => value === present);
  if (chosen) await settings.write('palette', chosen);
}

/** What a click on the status bar offers. */
export async function showChoices(settings: Settings, scored: boolean): Promise<void> {
  const t = vscode.l10n.t;
  const { model, colouring } = settings.values;
  const choice = (label: string, value: CommandId, description = '') => ({ label, description, value });
  const choices: readonly Choice<CommandId>[] = [
    ...(scored
      ? [
          choice(`$(symbol-color) ${t('Choose colouring')}`, 'langscope.chooseColouring', colouring),
          choice(`$(eye) ${t('Toggle colours')}`, 'langscope.toggleColours'),
          choice(`$(graph) ${t('Show document profile')}`, 'langscope.showProfile'),
          choice(`$(arrow-down) ${t('Next surprise')}`, 'langscope.nextSurprise'),
          choice(`$(arrow-up) ${t('Previous surprise')}`, 'langscope.previousSurprise'),
          choice(`$(copy) ${t('Copy figures as JSON')}`, 'langscope.copyFiguresAsJson'),
          choice(`$(copy) ${t('Copy figures as CSV')}`, 'langscope.copyFiguresAsCsv'),
          choice(`$(debug-stop) ${t('Stop scoring this document')}`, 'langscope.stopScoring'),
        ]
      : [choice(`$(play) ${t('Score this document')}`, 'langscope.scoreDocument')]),
    choice(`$(library) ${t('Choose model')}`, 'langscope.chooseModel', formatModel(model)),
    choice(
      `$(sparkle) ${t('Toggle completions')}`,
      'langscope.toggleCompletions',
      settings.values.completionsEnabled ? t('on') : t('off'),
    ),
    choice(`$(paintcan) ${t('Choose palette')}`, 'langscope.choosePalette', settings.values.palette),
    choice(`$(settings-gear) ${t('Settings')}`, 'langscope.openSettings'),
    choice(`$(output) ${t('Show log')}`, 'langscope.showLog'),
    choice(`$(debug-restart) ${t('Restart engine')}`, 'langscope.restartEngine'),
  ];
  const chosen = await choose<CommandId>('Langscope', t('What to do'), choices, () => false);
  if (chosen !== undefined) await vscode.commands.executeCommand(chosen);
}

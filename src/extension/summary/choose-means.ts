import * as vscode from 'vscode';
import {
  extractiveMethods,
  sameMeans,
  type ExtractiveMethod,
  type SummaryMeans,
  type SummaryState,
} from '../../protocol';

interface Item extends vscode.QuickPickItem {
  readonly means: SummaryMeans;
}

/** Lets the person choose by which other means a summary is made; undefined: none. */
export async function chooseMeans(
  models: NonNullable<SummaryState['models']>,
  selector: boolean,
  other: SummaryMeans | undefined,
): Promise<SummaryMeans | undefined> {
  const details: Readonly<Record<ExtractiveMethod, string>> = {
    lexrank: vscode.l10n.t('Sentences that resemble many others, by a random walk'),
    textrank: vscode.l10n.t('Sentences that share many words with others'),
    lead: vscode.l10n.t('The first sentences'),
    selector: vscode.l10n.t('Sentences that a trained network would keep'),
  };
  const ownWords = vscode.l10n.t('writes in its own words');
  const items = [
    ...models.map(({ name, label }): Item => ({ label, description: ownWords, means: { kind: 'write', model: name } })),
    ...extractiveMethods
      .filter((method) => method !== 'selector' || selector)
      .map((method): Item => ({ label: method, description: details[method], means: { kind: 'extract', method } })),
  ].filter(({ means }) => !other || !sameMeans(means, other));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Compare with another summary'),
    placeHolder: vscode.l10n.t('How the second summary is made'),
    matchOnDescription: true,
  });
  return chosen?.means;
}

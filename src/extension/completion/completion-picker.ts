import * as vscode from 'vscode';
import {
  FailureError,
  formatProbability,
  formatProvenance,
  formatVisible,
  type CompletedText,
  type Completion,
} from '../../protocol';
import type { Completions } from './completion-provider';

/** Completions that are offered. */
const most = 8;

interface Offer extends vscode.QuickPickItem {
  readonly insert?: string;
}

/** A completion, its probability, and that of each of its tokens. */
export function offerOf({ text, logprob, tokens }: CompletedText): Offer {
  const each = tokens.map(
    (token) => `${formatVisible(token.text === '' ? token.piece : token.text)} ${formatProbability(token.logprob)}`,
  );
  return {
    label: formatVisible(text),
    description: formatProbability(logprob),
    detail: each.join('  '),
    insert: text,
    alwaysShow: true,
  };
}

/** A list of what the model could write at the cursor, with probabilities; what is picked is inserted. */
export async function pickCompletion(completions: Completions, editor: vscode.TextEditor): Promise<void> {
  const t = vscode.l10n.t;
  const { document } = editor;
  const { version } = document;
  const position = editor.selection.active;
  const asking = new vscode.CancellationTokenSource();
  const pick = vscode.window.createQuickPick<Offer>();
  pick.title = t('Completions at the cursor');
  pick.placeholder = t('The model is asked');
  pick.busy = true;
  const accepted = new Promise<string | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.insert));
    pick.onDidHide(() => resolve(undefined));
  });
  pick.show();
  const show = (completion: Completion): void => {
    pick.items = completion.texts.map(offerOf);
    pick.title = `${t('Completions at the cursor')} \u00b7 ${formatProvenance(completion.provenance)}`;
    pick.placeholder =
      completion.texts.length > 0
        ? t('Enter inserts one; beside it stands its probability, below that of each token')
        : t('The model expects nothing here that is probable enough to be shown');
  };
  try {
    completions.complete(document, position, most, asking.token).then(show, (error: unknown) => {
      pick.placeholder = error instanceof FailureError ? error.message : String(error);
    }).finally(() => (pick.busy = false)); // prettier-ignore
    const text = await accepted;
    if (text === undefined) return;
    if (document.version !== version) {
      vscode.window.setStatusBarMessage(t('The text has changed since; ask again.'), 5000);
      return;
    }
    await editor.edit((edit) => edit.insert(position, text));
  } finally {
    asking.cancel();
    asking.dispose();
    pick.dispose();
  }
}

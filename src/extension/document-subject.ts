import * as vscode from 'vscode';
import type { Disposes } from './disposes';
import type { Legend, Profile, ViewAction } from '../protocol';
import type { ActiveText } from './active-text';
import type { Painter } from './colour/painter';
import type { CommandId } from './command-table';
import type { DocumentViewSource, DocumentViewSubject } from './document-view';
import type { Engine } from './engine';
import type { ScoredDocuments } from './scored-documents';

/** The command behind each button of a view. */
export const commandOf: Readonly<Record<ViewAction, CommandId>> = {
  score: 'langscope.scoreDocument',
  read: 'langscope.panel.refresh',
  stop: 'langscope.stopScoring',
  'choose-model': 'langscope.chooseModel',
  'show-log': 'langscope.showLog',
  'restart-engine': 'langscope.restartEngine',
  settings: 'langscope.openSettings',
};

/** The active document as the Document view sees it. */
export class DocumentSubject implements DocumentViewSource, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly disposables: readonly Disposes[];

  public readonly onDidChange = this.changed.event;

  public constructor(
    private readonly engine: Engine,
    private readonly documents: ScoredDocuments,
    private readonly active: ActiveText,
    private readonly painter: Painter,
  ) {
    const tell = () => this.changed.fire();
    this.disposables = [
      this.changed,
      active.onDidChange(tell),
      painter.onDidChangeLegend(tell),
      documents.onDidChange(({ document }) => {
        if (document === active.document) tell();
      }),
    ];
  }

  public subject(): DocumentViewSubject {
    const { document } = this.active;
    if (!document) return { kind: 'none' };
    const { uri } = document;
    const model = this.documents.get(document)?.choice?.model;
    if (model !== undefined) return { kind: 'scored', uri, model };
    const message = this.documents.refusal(document);
    return message === undefined
      ? { kind: 'unscored', uri }
      : { kind: 'unsupported', uri, message, actions: ['settings'] };
  }

  public profile(uri: vscode.Uri, surprising: number, token: vscode.CancellationToken): Promise<Profile> {
    const { document } = this.active;
    const version = document?.uri.toString() === uri.toString() ? document.version : 0;
    return this.engine.request('profile', { uri: uri.toString(), version, surprising }, token);
  }

  public legend(): Legend {
    return this.painter.legend();
  }

  public run(action: ViewAction): void {
    void vscode.commands.executeCommand(commandOf[action]);
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}

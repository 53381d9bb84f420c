import * as vscode from 'vscode';
import type { Disposes } from './disposes';
import { type Figures, formatBits, formatNumber, formatProvenance } from '../protocol';
import type { ActiveText } from './active-text';
import type { Painter } from './colour/painter';
import type { CompletionState } from './completion/completion-provider';
import type { Engine } from './engine';
import { legendMarkdown } from './legend-markdown';
import { escape } from './markdown';
import { type ScoredDocuments, keyOf } from './scored-documents';
import type { Settings } from './settings';
import { type StatusSubject, statusText } from './status-text';

/** Milliseconds that a selection rests before its figures are asked for. */
const selectionPause = 120;

/** What the item tells of completions: that they fail, or take long. */
export interface CompletionSource {
  readonly state: CompletionState;
  readonly onDidChange: vscode.Event<void>;
}

/** Behind the text of the item, as long as it is so. */
const completionMarks: Readonly<Record<CompletionState['kind'], string>> = {
  idle: '',
  working: ' $(loading~spin)',
  failed: ' $(warning)',
};

/** The one status-bar item: model, tokens, perplexity of the document or the selection, progress, failures. */
export class StatusItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly disposables: readonly Disposes[];
  private selection: Figures | undefined;
  private asking: vscode.CancellationTokenSource | undefined;
  private timer: NodeJS.Timeout | undefined;

  public constructor(
    private readonly engine: Engine,
    private readonly documents: ScoredDocuments,
    private readonly active: ActiveText,
    private readonly painter: Painter,
    private readonly settings: Settings,
    private readonly completions: CompletionSource,
  ) {
    this.item = vscode.window.createStatusBarItem('langscope.status', vscode.StatusBarAlignment.Right, 90);
    this.item.name = 'Langscope';
    this.item.command = 'langscope.showChoices';
    this.disposables = [
      this.item,
      active.onDidChange(() => this.followSelection()),
      documents.onDidChange(({ document, what }) => {
        // Scores alone change no figure: their state follows.
        if (document !== active.document || what === 'scores') return;
        const kind = documents.get(document)?.state.kind;
        if (kind === 'done' || kind === 'live') this.followSelection();
        this.show();
      }),
      painter.onDidChangeLegend(() => this.show()),
      settings.onDidChange(() => this.show()),
      completions.onDidChange(() => this.show()),
      vscode.window.onDidChangeTextEditorSelection(() => this.followSelection()),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === active.document && !documents.get(document)) this.show();
      }),
    ];
    this.show();
    this.item.show();
  }

  public get text(): string {
    return this.item.text;
  }

  public dispose(): void {
    clearTimeout(this.timer);
    this.asking?.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private subject(): StatusSubject {
    const { document } = this.active;
    if (!document) return { kind: 'none' };
    const scored = this.documents.get(document);
    if (scored?.choice) {
      const { state, figures, choice } = scored;
      return { kind: 'scored', model: choice.model, state, figures, selection: this.selection };
    }
    const message = this.documents.refusal(document);
    return message === undefined ? { kind: 'unscored' } : { kind: 'refused', message };
  }

  private show(): void {
    const subject = this.subject();
    const { text, spoken, warning } = statusText(subject, vscode.l10n.t);
    this.item.text = `${text}${completionMarks[this.completions.state.kind]}`;
    this.item.accessibilityInformation = { label: `Langscope: ${spoken}`, role: 'button' };
    this.item.backgroundColor = warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.tooltip = this.tooltip(subject);
  }

  private tooltip(subject: StatusSubject): vscode.MarkdownString {
    const { state } = this.completions;
    const lines = [...this.explain(subject), ...this.settings.problems.map(escape)];
    if (state.kind === 'failed') lines.push(escape(vscode.l10n.t('Nothing could be completed: {0}', state.message)));
    if (state.kind === 'working') lines.push(escape(vscode.l10n.t('The model reads the text to complete it.')));
    const kind = vscode.window.activeColorTheme.kind;
    const highContrast =
      kind === vscode.ColorThemeKind.HighContrast || kind === vscode.ColorThemeKind.HighContrastLight;
    if (subject.kind === 'scored') lines.push(legendMarkdown(this.painter.legend(), highContrast));
    lines.push(escape(vscode.l10n.t('A click opens the choices.')));
    const tooltip = new vscode.MarkdownString(lines.filter((line) => line !== '').join('\n\n'), true);
    tooltip.supportHtml = true;
    return tooltip;
  }

  private explain(subject: StatusSubject): readonly string[] {
    switch (subject.kind) {
      case 'none':
        return [escape(vscode.l10n.t('Open a text to see what a language model expects in it.'))];
      case 'unscored':
        return [escape(vscode.l10n.t('This document is not scored.'))];
      case 'refused':
        return [escape(subject.message)];
      case 'scored': {
        const { state, figures, selection } = subject;
        if (state.kind === 'failed') return [escape(state.message)];
        const document = this.active.document && this.documents.get(this.active.document);
        const shown = selection ?? figures;
        return [
          ...(shown?.perplexity === undefined
            ? []
            : [
                vscode.l10n.t(
                  '**Perplexity {0}** \u00b7 {1} in all \u00b7 {2} bits per byte',
                  formatNumber(shown.perplexity),
                  formatBits(shown.nll),
                  formatNumber(shown.bitsPerByte),
                ),
              ]),
          ...(shown?.withoutUnknown
            ? [
                vscode.l10n.t(
                  'Without {0} unknown tokens: perplexity {1}',
                  shown.unknown,
                  formatNumber(shown.withoutUnknown.perplexity),
                ),
              ]
            : []),
          ...(state.kind === 'live'
            ? [escape(vscode.l10n.t('Live: the text has just changed; the figures settle when it rests.'))]
            : []),
          ...(document?.provenance ? [`*${escape(formatProvenance(document.provenance, shown))}*`] : []),
        ];
      }
    }
  }

  /** Asks for the figures of the selected text when it has rested; the answer to an older selection is dropped. */
  private followSelection(): void {
    clearTimeout(this.timer);
    this.asking?.cancel();
    const editor = this.active.editor;
    const scored = editor && this.documents.get(editor.document);
    if (!editor || !scored || editor.selection.isEmpty) {
      this.selection = undefined;
      this.show();
      return;
    }
    this.timer = setTimeout(() => void this.askSelection(editor), selectionPause);
  }

  private async askSelection(editor: vscode.TextEditor): Promise<void> {
    const asking = new vscode.CancellationTokenSource();
    this.asking = asking;
    const { document, selection } = editor;
    const span = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
    const { version } = document;
    try {
      const request = { uri: keyOf(document), version, offset: span.start, ranges: [span] };
      const answer = await this.engine.request('inspect', request, asking.token);
      if (asking.token.isCancellationRequested || document.version !== version) return;
      this.selection = answer.ranges[0];
    } catch {
      // The document's own state tells what went wrong.
      this.selection = undefined;
    } finally {
      asking.dispose();
    }
    this.show();
  }
}

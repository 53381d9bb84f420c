import * as vscode from 'vscode';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { fail, FailureError, samplersOf, type PlaygroundReading } from '../../protocol';
import type { Engine } from '../engine';
import type { Settings } from '../settings';
import type { WritingChoices } from './writing-choices';
import { WritingPlace } from './writing-place';

/** Tokens of one continuation; it can be stopped at any time. */
const longest = 120;

/** A story that ends before it went on would look like a failure. */
const shortest = 16;

/** What continuing a story needs of the extension. */
export interface StoryHost {
  readonly engine: Engine;
  readonly settings: Settings;
  readonly choices: WritingChoices;
  /** Why the document cannot be read; undefined where it can. */
  refusal(document: vscode.TextDocument): string | undefined;
}

/** Goes on with a text in the document, token by token, with the samplers of the playground. */
export class StoryWriter implements vscode.Disposable {
  private readonly mark = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    outline: '1px dotted',
    outlineColor: new vscode.ThemeColor('editorGhostText.foreground'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly item = vscode.window.createStatusBarItem('langscope.writing', vscode.StatusBarAlignment.Left);
  private running: CancellationTokenSource | undefined;
  private count = 0;

  public constructor(private readonly host: StoryHost) {
    this.item.name = vscode.l10n.t('Langscope: writing');
    this.item.command = 'langscope.stopStory';
    this.item.tooltip = vscode.l10n.t('Writing goes on in the document. A click, or Escape, stops it.');
  }

  /** What is being written, if anything. */
  public get busy(): boolean {
    return this.running !== undefined;
  }

  public stop(): void {
    this.running?.cancel();
  }

  /** Goes on from the selection, or from what stands before the cursor. Refuses with a FailureError. */
  public async write(editor: vscode.TextEditor | undefined): Promise<void> {
    if (!editor) {
      say(vscode.l10n.t('There is no text to go on from: open one first.'));
      return;
    }
    const { document, selection } = editor;
    const refusal = this.host.refusal(document) ?? (await readonlySentence(document));
    if (refusal !== undefined) {
      say(refusal);
      return;
    }
    this.stop();
    const source = new CancellationTokenSource();
    this.running = source;
    void vscode.commands.executeCommand('setContext', 'langscope.writing', true);
    const place = new WritingPlace(document, document.offsetAt(selection.end));
    const before = new vscode.Range(new vscode.Position(0, 0), selection.end);
    const prompt = document.getText(selection.isEmpty ? before : selection);
    this.show(place, 0);
    try {
      await this.run(prompt, place, source);
    } finally {
      place.dispose();
      source.dispose();
      if (this.running === source) {
        this.running = undefined;
        this.item.hide();
        void vscode.commands.executeCommand('setContext', 'langscope.writing', false);
      }
      this.unmark(document);
    }
  }

  public dispose(): void {
    this.stop();
    this.item.dispose();
    this.mark.dispose();
  }

  private async run(prompt: string, place: WritingPlace, { token }: CancellationTokenSource): Promise<void> {
    const { engine, settings, choices } = this.host;
    const { model, precision, provider } = settings.values;
    const task = `story ${++this.count}`;
    const focus = { start: prompt.length, end: prompt.length };
    let [text, written, tokens] = ['', '', 0];
    let reading: PlaygroundReading | undefined;
    let pending = Promise.resolve(true);
    const flush = async (): Promise<boolean> => {
      // A character may still lack bytes; the next token brings them.
      const whole = text.replace(/\ufffd+$/, '');
      if (!whole.startsWith(written) || whole === written) return true;
      const more = whole.slice(written.length);
      written = whole;
      if (!(await place.write(more))) {
        this.stop();
        return false;
      }
      this.show(place, tokens);
      return true;
    };
    const listener = engine.on('sampled', (event) => {
      if (event.task !== task || token.isCancellationRequested) return;
      text = event.text;
      tokens++;
      // What comes while an edit is on its way is written with the next one.
      pending = pending.then((fine) => fine && flush());
    });
    try {
      reading = await engine.request('playground', { model, precision, provider, text: prompt, focus, task }, token);
      await engine.request(
        'playgroundSamples',
        {
          reading: reading.reading,
          ...samplersOf(choices.value),
          sample: true,
          // Each time another continuation; the playground is where a seed is kept.
          seed: Math.floor(Math.random() * 2 ** 31),
          count: 1,
          maxNewTokens: Math.min(longest, reading.room),
          minNewTokens: shortest,
          task,
        },
        token,
      );
    } catch (error) {
      await pending;
      this.ended(error, written, place);
    } finally {
      listener.dispose();
      if (reading) void engine.request('closeReading', { reading: reading.reading }).catch(() => undefined);
    }
    if (!(await pending) && place.offset !== undefined) {
      throw fail('bad-request', vscode.l10n.t('The document cannot be changed: nothing was written.'));
    }
  }

  /** What was written stays, however it ended; only a person who did not stop it is told why. */
  private ended(error: unknown, written: string, place: WritingPlace): void {
    if (!(error instanceof FailureError)) throw error;
    const { code, message } = error.failure;
    if (code === 'cancelled' || place.offset === undefined) return;
    if (written === '') throw error;
    say(vscode.l10n.t('Writing ended early; what was written stays. {0}', message));
  }

  private show(place: WritingPlace, tokens: number): void {
    this.item.text =
      tokens === 0
        ? vscode.l10n.t('$(loading~spin) Reading…')
        : vscode.l10n.t('$(loading~spin) Writing: {0} tokens', tokens);
    this.item.show();
    const { document, start, offset } = place;
    if (offset === undefined || offset <= start) return;
    const range = new vscode.Range(document.positionAt(start), document.positionAt(offset));
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) editor.setDecorations(this.mark, [range]);
    }
  }

  private unmark(document: vscode.TextDocument): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) editor.setDecorations(this.mark, []);
    }
  }
}

/** Why nothing can be written; undefined where it can, or where nobody knows. */
async function readonlySentence({ uri }: vscode.TextDocument): Promise<string | undefined> {
  const sentence = vscode.l10n.t('The document cannot be changed: nothing was written.');
  if (uri.scheme === 'untitled') return undefined;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return sentence;
  try {
    const { permissions } = await vscode.workspace.fs.stat(uri);
    return permissions === vscode.FilePermission.Readonly ? sentence : undefined;
  } catch {
    return undefined;
  }
}

function say(sentence: string): void {
  vscode.window.setStatusBarMessage(sentence, 6000);
}

import * as vscode from 'vscode';
import type { LoadOptions } from '../protocol';
import { type SettingName, type SettingValues, readSettings, settingsTable } from './settings-table';

const section = 'langscope';

/** The settings as they are now; a value of the wrong type stands for its default and is said once. */
export class Settings implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly said = new Set<string>();
  private readonly listener: vscode.Disposable;
  private current: SettingValues;
  private sentences: readonly string[] = [];
  /** The model that stands where the person chose none; undefined: the setting's own default. */
  private preferred: string | undefined;

  /** Fires when a setting of this extension changed. */
  public readonly onDidChange = this.changed.event;

  public constructor(private readonly log: vscode.LogOutputChannel) {
    this.current = this.read();
    this.listener = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(section)) return;
      this.current = this.read();
      this.changed.fire();
    });
  }

  public get values(): SettingValues {
    return this.current;
  }

  /** How a person wants models to be loaded. */
  public get load(): LoadOptions {
    const { precision, provider } = this.current;
    return { precision, provider };
  }

  /** Sentences about values that cannot be used now. */
  public get problems(): readonly string[] {
    return this.sentences;
  }

  /** Says which model stands where the person chose none. */
  public prefer(model: string): void {
    const before = this.current.model;
    this.preferred = model;
    this.current = this.read();
    if (this.current.model !== before) this.changed.fire();
  }

  /** Writes a setting where the person's other choices are: in the workspace if it is set there, else for the user. */
  public async write(name: SettingName, value: unknown): Promise<void> {
    const key = settingsTable[name].key;
    const configuration = vscode.workspace.getConfiguration(section);
    const inWorkspace = configuration.inspect(key)?.workspaceValue !== undefined;
    await configuration.update(
      key,
      value,
      inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
    );
  }

  public dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }

  private read(): SettingValues {
    const configuration = vscode.workspace.getConfiguration(section);
    const { values, problems } = readSettings((key) => configuration.get<unknown>(key));
    this.sentences = problems.map(({ key, expects }) =>
      vscode.l10n.t('The setting {0} is not usable and its default stands: it must be {1}.', key, expects),
    );
    for (const sentence of this.sentences) {
      if (!this.said.has(sentence)) this.log.warn(sentence);
      this.said.add(sentence);
    }
    const chosen = configuration.inspect(settingsTable.model.key);
    const untouched = [chosen?.globalValue, chosen?.workspaceValue, chosen?.workspaceFolderValue].every(
      (value) => value === undefined,
    );
    return untouched && this.preferred !== undefined ? { ...values, model: this.preferred } : values;
  }
}

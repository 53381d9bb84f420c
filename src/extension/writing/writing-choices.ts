import type * as vscode from 'vscode';
import { defaultPlayground, type PlaygroundSettings } from '../../protocol';

const key = 'langscope.playground';

/** What the playground was last set to, which continuing a story writes with too; kept over windows. */
export class WritingChoices {
  public constructor(private readonly memory: vscode.Memento) {}

  public get value(): PlaygroundSettings {
    return keptChoices(this.memory.get(key));
  }

  public set(value: PlaygroundSettings): void {
    void this.memory.update(key, value);
  }
}

/** What an earlier version kept, as far as it can be used. */
export function keptChoices(kept: unknown): PlaygroundSettings {
  if (typeof kept !== 'object' || kept === null) return defaultPlayground;
  const { samplers, ...rest } = kept as Partial<PlaygroundSettings>;
  return { ...defaultPlayground, ...rest, samplers: { ...defaultPlayground.samplers, ...samplers } };
}

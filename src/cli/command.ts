import type { CancellationToken } from 'vscode-jsonrpc';
import type { OptionName, Values } from './options';
import type { Surroundings } from './terminal';

/** What a command runs with. */
export interface Invocation {
  readonly values: Values;
  readonly positionals: readonly string[];
  readonly surroundings: Surroundings;
  readonly token: CancellationToken;
}

export interface Command {
  readonly summary: string;
  /** What must be known to read what it prints, as sentences; stands in its help. */
  readonly note?: string;
  /** How its positional arguments are written in the help, and how many there may be. */
  readonly usage: string;
  readonly positionals: readonly [least: number, most: number];
  readonly options: readonly OptionName[];
  readonly run: (invocation: Invocation) => Promise<void>;
}

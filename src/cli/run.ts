import { CancellationTokenSource } from 'vscode-jsonrpc';
import { FailureError } from '../protocol';
import type { Command } from './command';
import { commands } from './commands';
import { readArguments, UsageError } from './options';
import { BrokenPipe, write, type Surroundings } from './terminal';
import { usageOf, usageOfCommand } from './usage';

/** Exit statuses. */
const fine = 0;
const failed = 1;
const unusable = 2;

/** Runs the command line `langscope ARGS`; returns its exit status. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const [name, ...rest] = args;
  const { stdout, stderr } = surroundings;
  try {
    if (name === '--help' || name === '-h') {
      await write(stdout, usageOf(commands));
    } else if (name === '--version' || name === '-v') {
      await write(stdout, `langscope ${surroundings.version}\n`);
    } else {
      await runCommand(name, rest, surroundings);
    }
    return fine;
  } catch (error) {
    if (error instanceof BrokenPipe) return fine;
    const see = error instanceof UsageError ? ` See langscope ${commandOf(name) ? `${name} ` : ''}--help.` : '';
    // Standard error may be gone as well; the exit status says it all the same.
    await write(stderr, `langscope: ${oneLine(error)}${see}\n`).catch(() => undefined);
    return isUnusable(error) ? unusable : failed;
  }
}

async function runCommand(
  name: string | undefined,
  args: readonly string[],
  surroundings: Surroundings,
): Promise<void> {
  const command = commandOf(name);
  if (name === undefined) throw new UsageError('No command is given.');
  if (command === undefined) throw new UsageError(`Unknown command '${name}'.`);
  if (args.includes('--help') || args.includes('-h')) {
    await write(surroundings.stdout, usageOfCommand(name, command));
    return;
  }
  const { values, positionals } = readArguments(args, command.options);
  const [least, most] = command.positionals;
  if (positionals.length < least || positionals.length > most) {
    throw new UsageError(`langscope ${name} takes ${command.usage}, not ${positionals.length} arguments.`);
  }
  const source = new CancellationTokenSource();
  const release = surroundings.onInterrupt(() => source.cancel());
  try {
    await command.run({ values, positionals, surroundings, token: source.token });
  } catch (error) {
    if (source.token.isCancellationRequested) throw new Error('Cancelled.', { cause: error });
    throw error;
  } finally {
    release();
    source.dispose();
  }
}

function commandOf(name: string | undefined): Command | undefined {
  return name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
}

function isUnusable(error: unknown): boolean {
  return error instanceof UsageError || (error instanceof FailureError && error.failure.code === 'bad-request');
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ');
}

import type { Command } from './command';
import { options, writtenName, type OptionName } from './options';
import { wrap } from './wrap';

const aligned = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
};

/** The help of `langscope` itself. */
export function usageOf(commands: Readonly<Record<string, Command>>): string {
  return `Usage: langscope COMMAND [options]

Looks inside language models, offline.

Commands:
${aligned(Object.entries(commands).map(([name, { summary }]) => [name, summary]))}

Options:
${aligned([
  ['--help', 'show this help; langscope COMMAND --help shows that of a command'],
  ['--version', 'show the version'],
])}

A FILE is UTF-8 text; - reads standard input. Exit status: 0; 1 when something went wrong; 2 for unusable arguments.
`;
}

/** The help of one command. */
export function usageOfCommand(name: string, command: Command): string {
  return `Usage: langscope ${name} ${command.usage} [options]

${command.summary[0]!.toUpperCase()}${command.summary.slice(1)}.
${command.note === undefined ? '' : `\n${wrap(command.note, 100)}\n`}
Options:
${aligned(command.options.map((option) => [optionHead(option), options[option].help]))}
`;
}

function optionHead(name: OptionName): string {
  const declaration = options[name];
  return `--${writtenName(name)}${'argument' in declaration ? ` ${declaration.argument}` : ''}`;
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { run } from '../../../src/cli/run';

/** The root of the checkout. */
export const root = ((): string => {
  let folder = __dirname;
  while (!existsSync(join(folder, 'webpack.config.js'))) folder = dirname(folder);
  return folder;
})();

export const engineScript = join(root, 'dist/engine.js');
export const commandLine = join(root, 'dist/cli.js');
/** A model from outside the checkout, for which there are golden figures. */
export const smollm = join(root, '../shared/models/smollm2-135m-instruct');
export const bundled = join(root, 'models/bundled/langscope-gpt');

export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

/** Runs the command line in this process, as a pipe would see it, with the engine in a process of its own. */
export async function langscope(
  args: readonly string[],
  {
    input = '',
    env = {},
    engine = engineScript,
  }: { input?: string | Buffer; env?: Record<string, string>; engine?: string } = {},
): Promise<Outcome> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const written = { out: '', error: '' };
  stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
  stderr.setEncoding('utf8').on('data', (text: string) => (written.error += text));
  const status = await run(args, {
    stdin: Readable.from([Buffer.from(input)]),
    stdout,
    stderr,
    env,
    engine,
    version: '0.0.0',
    onInterrupt: () => () => undefined,
  });
  await new Promise((resolve) => setImmediate(resolve));
  return { status, ...written };
}

/** Skips the tests of a suite unless all the paths are there. */
export function needs(...paths: readonly string[]): (this: Mocha.Context) => void {
  return function () {
    const missing = paths.find((path) => !existsSync(path));
    if (missing === undefined) return;
    console.log(`      skipped: ${missing} is not there`);
    this.skip();
  };
}

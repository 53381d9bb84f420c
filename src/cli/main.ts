import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run';

/** The executable: dist/cli.js, with the engine beside it. */
const manifest = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as {
  readonly version: string;
};

// Without a listener an error of a stream (a closed pipe) would end the process before `run` hears of it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

void run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  engine: join(__dirname, 'engine.js'),
  version: manifest.version,
  onInterrupt: (listener) => {
    // Once: a second Ctrl+C ends the process whatever it does.
    process.once('SIGINT', listener);
    return () => process.off('SIGINT', listener);
  },
}).then((status) => {
  // Not process.exit(): what was written to a pipe may still be on its way.
  process.exitCode = status;
});

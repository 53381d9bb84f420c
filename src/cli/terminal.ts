import type { Readable, Writable } from 'node:stream';

/** What a command has of the world around it; tests give their own. */
export interface Surroundings {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The engine's script. */
  readonly engine: string;
  readonly version: string;
  /** Calls back when the person interrupts (Ctrl+C), until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

/** The reader of standard output went away (`| head`): nothing is left to do, and nothing is wrong. */
export class BrokenPipe extends Error {}

/** Colours that a terminal shows: none, the 256 of xterm, or all. */
export type ColourDepth = 'none' | '256' | 'all';

/**
 * FORCE_COLOR (0 none, 2 or other 256, 3 all) decides before NO_COLOR, and that before what the terminal says
 * (https://no-color.org, https://force-color.org).
 */
export function colourDepth({ stdout, env }: Pick<Surroundings, 'stdout' | 'env'>): ColourDepth {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced === '0' || forced === 'false' ? 'none' : forced === '3' ? 'all' : '256';
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return 'none';
  if (!isTerminal(stdout)) return 'none';
  const bits = stdout.getColorDepth(env);
  return bits >= 24 ? 'all' : bits >= 8 ? '256' : 'none';
}

interface TerminalStream extends Writable {
  readonly isTTY: true;
  getColorDepth(env: Readonly<Record<string, string | undefined>>): number;
}

/** Whether a person watches the stream. */
export function isTerminal(stream: Writable): stream is TerminalStream {
  return 'isTTY' in stream && stream.isTTY === true;
}

/** Code units written at once. */
const block = 65_536;

/** Writes the parts one after another, small ones together. */
export async function writeAll(stream: Writable, parts: Iterable<string>): Promise<void> {
  let waiting = '';
  for (const part of parts) {
    waiting += part;
    if (waiting.length < block) continue;
    await write(stream, waiting);
    waiting = '';
  }
  if (waiting !== '') await write(stream, waiting);
}

/** Writes and waits until it is taken; throws BrokenPipe when nobody reads any more. */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) resolve();
      else reject('code' in error && error.code === 'EPIPE' ? new BrokenPipe() : error);
    });
  });
}

import { join } from 'node:path';
import { PlainError } from '../plain-error.mjs';
import { ensureHost } from '../setup-host.mjs';
import { requireFreePort } from './free-port.mjs';
import { startGuarded } from './guarded-process.mjs';
import { VSCODE } from './install.mjs';
import { nodeProgram } from './node-program.mjs';
import { prepareServerData, removeFolder, temporaryFolder } from './server-data.mjs';

/** How long a healthy server may take; it needs 0.2 s on an idle machine. */
const START_MS = 60_000;

/** The server of one's own machine: no token, no licence prompt, no trust prompt, no telemetry. */
const FLAGS = [
  ...['--host', '127.0.0.1', '--without-connection-token', '--accept-server-license-terms'],
  ...['--disable-workspace-trust', '--disable-telemetry'],
];

/**
 * Starts the VS Code server.
 * @param {object} options
 * @param {readonly string[]} [options.extensions] folders installed as a user would have them
 * @param {Record<string, unknown>} [options.settings] added to the quiet defaults
 * @param {boolean} [options.smokeTestDriver] needed for extensionDevelopmentPath in the page's payload; hides notifications
 * @param {string} [options.dataDir] kept afterwards; without it a fresh folder that stop() removes
 * @param {number} [options.port] 0 or nothing: any free one
 * @param {NodeJS.ProcessEnv} [options.env] added to the environment, which reaches the extension host
 * @returns {Promise<{ url: string, port: number, dataDir: string, log: () => string, ended: Promise<unknown>, stop: () => Promise<void> }>}
 */
export async function startServer(options = {}) {
  const { extensions = [], settings = {}, smokeTestDriver = false, port = 0, env = {} } = options;
  const host = await ensureHost();
  const node = nodeProgram(host);
  if (port !== 0) await requireFreePort(port);
  const dataDir = options.dataDir ?? temporaryFolder();
  prepareServerData(dataDir, { settings, extensions });
  const args = [
    join(host, VSCODE, 'out/server-main.js'),
    ...FLAGS,
    '--port',
    String(port),
    '--server-data-dir',
    dataDir,
  ];
  if (smokeTestDriver) args.push('--enable-smoke-test-driver');
  // Without a gallery neither the page nor the server asks the network for anything.
  const running = startGuarded(node, args, { env: { ...process.env, EXTENSIONS_GALLERY: '{}', ...env } });
  const stop = async () => {
    await running.stop();
    if (options.dataDir === undefined) removeFolder(dataDir);
  };
  const log = keepOutput(running.child);
  try {
    const chosen = await listening(running, log);
    return { url: `http://127.0.0.1:${chosen}`, port: chosen, dataDir, log, ended: running.ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @returns {() => string} what the process has said lately */
function keepOutput(child) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-200_000)));
  }
  return () => output;
}

/** Resolves to the port when the server says that it listens. */
function listening({ child, ended }, log) {
  return new Promise((resolve, reject) => {
    const fail = (why) => {
      clearTimeout(patience);
      const words = log().trim().slice(-1500);
      reject(new PlainError(`The VS Code server did not start: ${why}.${words ? ` Its last words:\n${words}` : ''}`));
    };
    const patience = setTimeout(() => fail(`it was not ready within ${START_MS / 1000} s`), START_MS);
    child.stdout.on('data', () => {
      const port = /agent listening on (\d+)/.exec(log())?.[1];
      if (!port) return;
      clearTimeout(patience);
      resolve(Number(port));
    });
    void ended.then(() => fail('it ended at once'));
  });
}

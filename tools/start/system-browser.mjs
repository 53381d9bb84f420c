import { spawn } from 'node:child_process';

/** How each platform opens an address, and where there is nobody to show it to. */
const OPENERS = {
  darwin: { command: (address) => ['open', address], hasDesktop: () => true },
  win32: { command: (address) => ['rundll32', 'url.dll,FileProtocolHandler', address], hasDesktop: () => true },
  linux: {
    command: (address) => ['xdg-open', address],
    hasDesktop: () => Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY),
  },
};

/**
 * Opens the person's own browser where there is one. Says nothing where there is none: the address is printed anyway.
 * @param {string} address
 */
export function openInSystemBrowser(address) {
  const opener = OPENERS[process.platform];
  if (!opener?.hasDesktop()) return;
  const [program, ...args] = opener.command(address);
  const child = spawn(program, args, { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
}

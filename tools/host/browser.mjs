import { join } from 'node:path';
import { PlainError } from '../plain-error.mjs';
import { ensureHost } from '../setup-host.mjs';
import { CHROMIUM, HAS_OWN_CHROMIUM } from './chromium-archives.mjs';
import { fontConfigFile } from './font-config.mjs';
import { isProgram, onPath } from './on-path.mjs';

/** Where a Chrome, Edge or Chromium of the system may be; bare names are looked up on the PATH. */
const SYSTEM_BROWSERS = {
  linux: [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge',
    'microsoft-edge-stable',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) => [
    join(process.env[variable] ?? '', 'Google/Chrome/Application/chrome.exe'),
    join(process.env[variable] ?? '', 'Microsoft/Edge/Application/msedge.exe'),
  ]),
};

/**
 * Launches a headless browser: the one CHROME_PATH names, else the one installed with the host, else one of the system.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  const { executablePath, env } = await findBrowser();
  try {
    return await chromium.launch({
      executablePath,
      // The sandbox does not work for root and in most containers; only pages of our own server are opened.
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
      env: { ...process.env, ...env },
      timeout: 30_000,
    });
  } catch (error) {
    throw new PlainError(
      `The browser ${executablePath} did not start: ${error.message.split('\n').slice(0, 12).join('\n')}`,
    );
  }
}

/** @returns {Promise<{ executablePath: string, env: Record<string, string> }>} */
async function findBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!isProgram(chosen)) {
      throw new PlainError(`CHROME_PATH names ${chosen}, which is not a program.`);
    }
    return { executablePath: chosen, env: {} };
  }
  if (HAS_OWN_CHROMIUM) {
    return ownChromium(await ensureHost());
  }
  const system = (SYSTEM_BROWSERS[process.platform] ?? SYSTEM_BROWSERS.linux).map(onPath).find(Boolean);
  if (system) {
    return { executablePath: system, env: {} };
  }
  throw new PlainError(
    'No browser found. Install Google Chrome, Microsoft Edge or Chromium, or name one with CHROME_PATH.',
  );
}

/** Brings its own libraries and fonts: the machine needs neither. */
function ownChromium(host) {
  const folder = join(host, CHROMIUM);
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_FILE: fontConfigFile(host) },
  };
}

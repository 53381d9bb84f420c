// A real VS Code and a real browser, for start, tests and screenshots.
export { launchBrowser } from './host/browser.mjs';
export { startServer } from './host/server.mjs';
export { openWorkbench, remoteUri, waitForStatus, workbenchAddress } from './host/workbench.mjs';

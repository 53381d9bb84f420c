import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';

export interface Server {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** What the server has said lately. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** What a workbench opens; absolute paths. */
export interface Opened {
  readonly folder: string;
  readonly file?: string;
  /** Entries of the page's payload, as VS Code's web page takes them. */
  readonly payload?: Readonly<Record<string, string>>;
}

/** tools/host.mjs, typed: the same host serves `npm start`, the screenshots and these tests. */
export interface HostTools {
  startServer(options: {
    readonly extensions?: readonly string[];
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly env?: Readonly<Record<string, string>>;
  }): Promise<Server>;
  launchBrowser(): Promise<Browser>;
  openWorkbench(page: Page, server: Server, what: Opened): Promise<void>;
  /** Resolves to the text of the extension's status-bar item once it matches. */
  waitForStatus(page: Page, what?: { readonly text?: RegExp; readonly timeout?: number }): Promise<string>;
}

/** The root of the checkout: tests run from dist/test, the tools lie beside package.json. */
export const root = ((): string => {
  let folder = __dirname;
  while (!existsSync(join(folder, 'tools/host.mjs'))) folder = dirname(folder);
  return folder;
})();

export async function hostTools(): Promise<HostTools> {
  return (await import(pathToFileURL(join(root, 'tools/host.mjs')).href)) as HostTools;
}

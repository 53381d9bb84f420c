import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where everything these tools install lies; git ignores it. */
export const CACHE = `${ROOT}/.vscode-test`;

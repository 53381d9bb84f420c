import type { Translate } from '../../../src/extension/translate';

/** Stands for `vscode.l10n.t` in English. */
export const saying: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)]));

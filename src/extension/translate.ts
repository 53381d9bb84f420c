/** How pure modules say something to a person: `vscode.l10n.t`, or a stand-in in tests. {0}, {1} are the arguments. */
export type Translate = (message: string, ...args: (string | number | boolean)[]) => string;

/** Schemes of documents that a person writes; output, git, search results and the like are not among them. */
const schemes: ReadonlySet<string> = new Set(['file', 'untitled', 'vscode-userdata', 'vscode-vfs', 'vscode-remote']);

/** Languages (VS Code's identifiers) whose text is mainly prose. */
const proseLanguages: ReadonlySet<string> = new Set([
  'asciidoc',
  'bibtex',
  'git-commit',
  'latex',
  'markdown',
  'mdx',
  'org',
  'plaintext',
  'quarto',
  'restructuredtext',
  'rmd',
  'tex',
  'textile',
  'typst',
]);

/** Languages of views that are built as documents. */
const viewLanguages: ReadonlySet<string> = new Set(['log', 'Log', 'search-result', 'scminput', 'code-text-binary']);

export function isDocument(scheme: string, language: string): boolean {
  return schemes.has(scheme) && !viewLanguages.has(language);
}

export function isProse(language: string): boolean {
  return proseLanguages.has(language);
}

/** How much of a text is looked at, UTF-16 code units. */
const sample = 8192;
const bearable = 0.02;

/** Whether a text was read from something that is no text: more than one character in fifty is a control or lost character. */
export function looksBinary(text: string): boolean {
  const head = text.slice(0, sample);
  const odd = head.match(/[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return odd > head.length * bearable;
}

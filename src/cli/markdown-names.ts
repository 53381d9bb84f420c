import { extname } from 'node:path';

/** Files whose headings, lists and code blocks are told apart; other texts are paragraphs between blank lines. */
const markdownNames = new Set(['.md', '.markdown', '.mdown', '.mkd', '.qmd', '.rmd']);

export function isMarkdown(file: string): boolean {
  return markdownNames.has(extname(file).toLowerCase());
}

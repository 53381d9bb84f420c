/** The colours of text in a theme that comes with VS Code: what the fills must leave readable. */
export interface ReferenceTheme {
  readonly name: string;
  readonly kind: 'light' | 'dark';
  readonly background: string;
  /** Prose: plain text and what Markdown, LaTeX and other markup add (headings, lists, quotes, emphasis, code, links). */
  readonly prose: readonly string[];
  /** Source code: keywords, types, functions, numbers, comments. Some have less than 4.5 : 1 without any fill. */
  readonly code: readonly string[];
}

/** Light and dark default themes of VS Code 1.104 to 1.139. */
export const referenceThemes: readonly ReferenceTheme[] = [
  {
    name: 'Light 2026',
    kind: 'light',
    background: '#ffffff',
    prose: ['#202020', '#0550ae', '#953800', '#116329', '#1f2328', '#0a3069', '#82071e'],
    code: ['#6e7781', '#cf222e', '#8250df'],
  },
  {
    name: 'Light Modern',
    kind: 'light',
    background: '#ffffff',
    prose: ['#3b3b3b', '#000000', '#000080', '#800000', '#800080', '#0451a5', '#a31515'],
    code: ['#008000', '#0000ff', '#098658', '#795e26', '#267f99', '#af00db', '#001080', '#0070c1', '#ee0000'],
  },
  {
    name: 'Dark 2026',
    kind: 'dark',
    background: '#121314',
    prose: ['#bbbebf', '#79c0ff', '#ffa657', '#7ee787', '#c9d1d9', '#a5d6ff', '#ffa198'],
    code: ['#8b949e', '#ff7b72', '#d2a8ff'],
  },
  {
    name: 'Dark Modern',
    kind: 'dark',
    background: '#1f1f1f',
    prose: ['#cccccc', '#d4d4d4', '#569cd6', '#c586c0', '#ce9178', '#6796e6'],
    code: ['#6a9955', '#b5cea8', '#9cdcfe', '#dcdcaa', '#4ec9b0', '#4fc1ff', '#d7ba7d', '#808080', '#d16969'],
  },
];

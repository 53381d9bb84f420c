/** A token or other text as inline code of Markdown, safe inside a table. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') || text === '' ? ' ' : '';
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`;
}

/** Text that Markdown must take as it is. */
export function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>&~$]/g, (character) => `\\${character}`).replaceAll('\n', ' ');
}

/** A link that runs a command; the Markdown's `isTrusted` must allow it. */
export function commandLink(label: string, command: string, args: readonly unknown[], title: string): string {
  // A bracket would end the link.
  const encoded = encodeURIComponent(JSON.stringify(args)).replaceAll('(', '%28').replaceAll(')', '%29');
  const target = `command:${command}?${encoded}`;
  return `[${label}](${target} "${title.replaceAll('"', '\\"')}")`;
}

/** A piece of a theme colour, as far as Markdown in the editor allows styles (`supportHtml`). */
export function swatch(color: string, content = '\u00a0\u00a0\u00a0\u00a0'): string {
  return `<span style="background-color:var(--vscode-${color.replaceAll('.', '-')});">${content}</span>`;
}

import * as vscode from 'vscode';

const kinds: ReadonlySet<vscode.ColorThemeKind> = new Set([
  vscode.ColorThemeKind.HighContrast,
  vscode.ColorThemeKind.HighContrastLight,
]);

/** Whether the theme is one of high contrast, where nothing is filled. */
export function isHighContrast(): boolean {
  return kinds.has(vscode.window.activeColorTheme.kind);
}

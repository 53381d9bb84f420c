import type { SeriesColour } from './series';
import { highContrast } from './theme';

/**
 * The editor's hue without its transparency, and as far from the background as shapes need to be (3 : 1), which a
 * colour made to lie under text is not. High contrast has no fills, so there it is a colour for charts.
 */
export function seriesColour({ contributed, chart }: SeriesColour): string {
  const stand = `var(${variable(chart)}, var(--vscode-charts-foreground))`;
  if (highContrast()) return stand;
  const lightness = document.body.classList.contains('vscode-light') ? 'min(l, 0.66)' : 'max(l, 0.64)';
  return `oklch(from var(${variable(contributed)}, ${stand}) ${lightness} c h / 1)`;
}

/** The custom property of a theme colour. */
export function variable(id: string): string {
  return `--vscode-${id.replaceAll('.', '-')}`;
}

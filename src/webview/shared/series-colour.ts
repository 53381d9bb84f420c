import { highContrast } from './theme';

/** `contributed`: id of one of the extension's colours, made to lie under text; `chart`: what stands in for it. */
export interface SeriesColour {
  readonly contributed: string;
  readonly chart: string;
}

/** Of surprise, and of GLTR's bands from the most to the least probable. */
export const seriesColours = {
  surprise: { contributed: 'langscope.surprise8', chart: 'charts.blue' },
  bands: [
    { contributed: 'langscope.bandTop10', chart: 'charts.blue' },
    { contributed: 'langscope.bandTop100', chart: 'charts.yellow' },
    { contributed: 'langscope.bandTop1000', chart: 'charts.orange' },
    { contributed: 'langscope.bandRest', chart: 'charts.purple' },
  ],
} as const satisfies Readonly<Record<string, SeriesColour | readonly SeriesColour[]>>;

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

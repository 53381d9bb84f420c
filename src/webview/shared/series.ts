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

/** How a model's line is drawn: told apart by its dashes as well as by its colour. */
export interface SeriesLook {
  /** A CSS colour of the theme. */
  readonly color: string;
  /** SVG's stroke-dasharray. */
  readonly dashes: string;
}

const colors = ['blue', 'orange', 'purple', 'green', 'red', 'foreground'];
const dashes = ['none', '7 3', '2 3', '9 3 2 3', '4 2', '1 2'];

/** The look of the model at a place of the list of models: the same one wherever it is drawn. */
export function seriesLook(at: number): SeriesLook {
  const color = `var(--vscode-charts-${colors[at % colors.length]!}, var(--vscode-charts-foreground))`;
  return { color, dashes: dashes[at % dashes.length]! };
}

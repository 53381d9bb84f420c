import type { FigureFormat, PlaygroundContent, PlaygroundDistribution, PlaygroundSettings } from '../../protocol';
import { csvFile, jsonFile, svgFile } from '../shared/panel/figure-file';
import { pngFile } from '../shared/panel/png-file';
import { seriesColour } from '../shared/series-colour';
import { hexColour } from '../shared/theme';
import { afterColour } from './token-bars';
import { barRows } from './bar-table';
import { playgroundDrawing } from './playground-drawing';
import type { SampleRun } from './sample-run';

/** What an exported file is made of. */
export interface PlaygroundFigure {
  /** The document's name. */
  readonly document: string;
  readonly content: PlaygroundContent;
  readonly settings: PlaygroundSettings;
  readonly distribution: PlaygroundDistribution;
  readonly run: SampleRun | undefined;
}

/** The file in the format asked for, in the colours of `page`'s theme. */
export async function drawPlayground(format: FigureFormat, figure: PlaygroundFigure, page: HTMLElement) {
  const { document, content, settings, distribution, run } = figure;
  const { at } = content;
  const facts = {
    title: 'Next token, before and after the samplers',
    document,
    focus: { start: at, end: at },
    reading: content,
  };
  if (format === 'json') return jsonFile(facts, { unit: 'nats', settings, distribution, samples: run?.samples ?? [] });
  if (format === 'csv') return csvFile(facts, barRows(distribution));
  const ink = (css: string): string => hexColour(page, css);
  const text = ink('var(--vscode-foreground)');
  const svg = svgFile(
    playgroundDrawing(distribution, {
      foreground: text,
      quiet: ink('var(--vscode-descriptionForeground, var(--vscode-foreground))'),
      raw: ink('var(--vscode-charts-blue, var(--vscode-charts-foreground))'),
      after: ink(seriesColour(afterColour)),
      font: 'monospace',
    }),
    facts,
    { background: ink('var(--vscode-editor-background)'), text },
  );
  return format === 'svg' ? svg : pngFile(svg);
}

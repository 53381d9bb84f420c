import { hexColour, highContrast, resolvedColour } from '../theme';
import { colourRamp } from './colour-ramp';
import type { ValueScale } from './value-scale';

/** Everything that a heatmap is drawn with, as '#rrggbb'. */
export interface HeatmapColours {
  readonly background: string;
  readonly foreground: string;
  readonly quiet: string;
  readonly hairline: string;
  readonly focus: string;
  readonly selectedBackground: string;
  readonly selectedForeground: string;
  readonly font: string;
  /** CSS pixels of a label's text. */
  readonly fontSize: number;
  readonly ramp: Uint8ClampedArray;
}

/** Names of the charts' colours: one where values begin at zero, two where they lie on both sides of it. */
export type Hue = 'blue' | 'green' | 'orange' | 'purple' | 'yellow' | 'red';

/** The theme's colours where `element` stands. */
export function heatmapColours(element: HTMLElement, kind: ValueScale['kind'], hue: Hue): HeatmapColours {
  const background = hexColour(element, 'var(--vscode-editor-background)');
  const color = (css: string): string => solid(element, css, background);
  const chart = (name: Hue): string => color(`var(--vscode-charts-${name}, var(--vscode-charts-foreground))`);
  const foreground = color('var(--vscode-editor-foreground, var(--vscode-foreground))');
  const hues = kind === 'sequential' ? ([chart(hue)] as const) : ([chart('purple'), chart('orange')] as const);
  const style = getComputedStyle(element);
  const contrast = highContrast();
  return {
    background,
    foreground,
    quiet: contrast ? foreground : color('var(--vscode-descriptionForeground, var(--vscode-foreground))'),
    hairline: color('var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 25%, transparent))'),
    focus: color('var(--vscode-focusBorder)'),
    selectedBackground: contrast ? foreground : color('var(--vscode-list-activeSelectionBackground)'),
    selectedForeground: contrast
      ? background
      : color('var(--vscode-list-activeSelectionForeground, var(--vscode-foreground))'),
    font: style.getPropertyValue('--vscode-editor-font-family') || 'monospace',
    fontSize: Math.max(10, Math.round(0.88 * parseFloat(style.fontSize))),
    ramp: colourRamp({ background, foreground, hues }),
  };
}

/** A colour as it looks on another one: what the theme gives with transparency loses none of its meaning. */
function solid(element: HTMLElement, css: string, background: string): string {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  for (const color of [background, resolvedColour(element, css)]) {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
  }
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part = 0) => part.toString(16).padStart(2, '0')).join('')}`;
}

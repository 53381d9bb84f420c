import { type Brightness, fillsOf, largestAlpha, stepCount } from './fills';
import { type Palette, bandHues, bands, paletteHues, palettes } from './palettes';
import { parseHex, toHex } from './srgb';

/** A colour that the extension contributes (package.json `contributes.colors`); themes may change each. */
export interface ThemeColour {
  readonly id: string;
  /** Key of its description in package.nls.json. */
  readonly description: string;
  readonly light: string;
  readonly dark: string;
}

/** High contrast fills nothing: it underlines (see underlines.ts). */
export const highContrastFill = '#00000000';

/** Level 1 is invisible in every theme that comes with VS Code. */
export function surpriseColour(palette: Palette, step: number): string {
  const name = palette === 'orange' ? '' : palette[0]!.toUpperCase() + palette.slice(1);
  return `langscope.surprise${name}${step + 1}`;
}

export function bandColour(band: number): string {
  return `langscope.band${bands[band]!}`;
}

export function boundaryColour(parity: number): string {
  return parity === 0 ? 'langscope.tokenEven' : 'langscope.tokenOdd';
}

/** Every contributed colour; package.json holds the same (a test compares them). */
export function themeColours(): readonly ThemeColour[] {
  return [
    ...palettes.flatMap((palette) => {
      const light = fillsOf(paletteHues[palette].light, 'light');
      const dark = fillsOf(paletteHues[palette].dark, 'dark');
      return Array.from({ length: stepCount }, (_, step) => ({
        id: surpriseColour(palette, step),
        description: 'colour.surprise',
        light: light[step]!,
        dark: dark[step]!,
      }));
    }),
    ...bands.map((band, index) => ({
      id: bandColour(index),
      description: `colour.band${band}`,
      light: bandFill(bandHues[band].light, 'light', index),
      dark: bandFill(bandHues[band].dark, 'dark', index),
    })),
    ...[2, 5].map((step, parity) => ({
      id: boundaryColour(parity),
      description: 'colour.token',
      light: fillsOf(paletteHues.blue.light, 'light')[step]!,
      dark: fillsOf(paletteHues.blue.dark, 'dark')[step]!,
    })),
  ];
}

/** The most expected band is fainter: it is the most frequent, and its blue then differs from purple in lightness too. */
function bandFill(hue: string, brightness: Brightness, band: number): string {
  const alpha = Math.min(0.7, largestAlpha(hue, brightness)) * (band === 0 ? 0.6 : 1);
  return toHex(parseHex(hue), Math.floor(alpha * 255) / 255);
}

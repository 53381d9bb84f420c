import type { Brightness } from './fills';

/** Hues of surprise; one setting chooses. Each grows in lightness and in chroma, so that no one hue must be told. */
export const palettes = ['orange', 'blue', 'purple'] as const;
export type Palette = (typeof palettes)[number];

/** The dark hues are deep: a fill may hardly be brighter than the background if light text is to stay readable. */
export const paletteHues: Readonly<Record<Palette, Readonly<Record<Brightness, string>>>> = {
  orange: { light: '#ff8c00', dark: '#902800' },
  blue: { light: '#2f6bff', dark: '#0038d0' },
  purple: { light: '#c040ff', dark: '#7010b0' },
};

/** Bands of rank as GLTR (Gehrmann et al. 2019) draws them, in hues that colour-blind people tell apart. */
export const bands = ['Top10', 'Top100', 'Top1000', 'Rest'] as const;

export const bandHues: Readonly<Record<(typeof bands)[number], Readonly<Record<Brightness, string>>>> = {
  Top10: { light: '#0090ff', dark: '#0038d0' },
  Top100: { light: '#ffd000', dark: '#ffd000' },
  Top1000: { light: '#ff7000', dark: '#602800' },
  Rest: { light: '#d030d0', dark: '#8018c0' },
};

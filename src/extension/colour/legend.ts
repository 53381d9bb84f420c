import { type Legend, type LegendStep, formatCount } from '../../protocol';
import type { Translate } from '../translate';
import type { Levels } from './colouring';
import { stepCount } from './fills';
import type { Palette } from './palettes';
import { bandColour, boundaryColour, surpriseColour } from './theme-colours';
import { type Underline, bandUnderlines, boundaryUnderlines, surpriseUnderlines } from './underlines';

/** One look a stretch of text can have: a fill, and what stands for it in high contrast. */
export interface Look {
  /** Id of a theme colour; undefined: not coloured. */
  readonly color: string | undefined;
  readonly underline: Underline;
}

/** The looks of a colouring's levels, by level. */
export function looksOf(colouring: Levels['colouring'], palette: Palette): readonly Look[] {
  switch (colouring) {
    case 'surprisal':
    case 'entropy':
      return Array.from({ length: stepCount }, (_, step) => ({
        // The lowest level is a colour too: a theme may show it.
        color: surpriseColour(palette, step),
        underline: surpriseUnderlines[step]!,
      }));
    case 'rank':
      return bandUnderlines.map((underline, band) => ({ color: bandColour(band), underline }));
    case 'tokens':
      return boundaryUnderlines.map((underline, parity) => ({ color: boundaryColour(parity), underline }));
    case 'off':
      return [];
  }
}

/** What the colours mean now. */
export function legendOf(levels: Levels, palette: Palette, t: Translate): Legend {
  const looks = looksOf(levels.colouring, palette);
  const step = (level: number, label: string, tick?: string): LegendStep => ({
    label,
    ...(tick !== undefined && { tick }),
    ...(looks[level]!.color !== undefined && { color: looks[level]!.color }),
    underline: looks[level]!.underline.style,
    thickness: looks[level]!.underline.thickness,
  });
  const scale = (title: string, thresholds: readonly number[]): Legend => ({
    kind: 'scale',
    title,
    steps: looks.map((_, level) => {
      const from = thresholds[level - 1];
      const to = thresholds[level];
      if (from === undefined) return step(level, t('{0} to {1} bits', 0, to!), '0');
      if (to === undefined) return step(level, t('{0} bits and more', from), String(from));
      return step(level, t('{0} to {1} bits', from, to), String(from));
    }),
  });
  switch (levels.colouring) {
    case 'surprisal':
      return scale(t('Surprisal (bits)'), levels.surprisal);
    case 'entropy':
      return scale(t('Entropy (bits)'), levels.entropy);
    case 'rank':
      return {
        kind: 'categories',
        title: t('Rank'),
        steps: looks.map((_, band) => step(band, bandName(levels.rank, band, t))),
      };
    case 'tokens':
      return {
        kind: 'categories',
        title: t('Token boundaries'),
        steps: [step(0, t('a token')), step(1, t('the next token'))],
      };
    case 'off':
      return { kind: 'off' };
  }
}

/** 'top 10', ..., 'rest'. */
export function bandName(thresholds: readonly number[], band: number, t: Translate): string {
  const top = thresholds[band];
  return top === undefined ? t('rest') : t('top {0}', formatCount(top));
}

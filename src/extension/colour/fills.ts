import { blend, contrast, difference, parseHex, toHex } from './srgb';
import { referenceThemes } from './reference-themes';

export type Brightness = 'light' | 'dark';

/** What text must keep at the least over a fill, with room for the rounding of the alpha. */
const leastContrast = 4.53;

/** Levels of surprise; the first is not coloured. */
export const stepCount = 8;

/** The largest alpha with which `hue` may lie under the prose of every reference theme of that brightness. */
export function largestAlpha(hue: string, brightness: Brightness): number {
  const colour = parseHex(hue);
  const readable = (alpha: number) =>
    referenceThemes
      .filter((theme) => theme.kind === brightness)
      .every((theme) => {
        const below = blend(colour, alpha, parseHex(theme.background));
        return theme.prose.every((text) => contrast(parseHex(text), below) >= leastContrast);
      });
  return bisect(readable, 0, 1);
}

/**
 * Fills of one hue for every step, '#rrggbbaa': the first invisible, the last as strong as text allows, those between
 * at equal perceived distances (OKLab) on the background of the newest default theme.
 */
export function fillsOf(hue: string, brightness: Brightness, count = stepCount): readonly string[] {
  const colour = parseHex(hue);
  const background = parseHex(referenceThemes.find((theme) => theme.kind === brightness)!.background);
  const largest = largestAlpha(hue, brightness);
  const distance = (alpha: number) => difference(blend(colour, alpha, background), background);
  return Array.from({ length: count }, (_, step) => {
    const wanted = (distance(largest) * step) / (count - 1);
    const alpha = bisect((candidate) => distance(candidate) <= wanted, 0, largest);
    // Rounded down, so that the last step stays within what text allows.
    return toHex(colour, Math.floor(alpha * 255) / 255);
  });
}

/** The largest number in [low, high] that is accepted, when everything below an accepted number is accepted too. */
function bisect(accepts: (value: number) => boolean, low: number, high: number): number {
  if (accepts(high)) return high;
  for (let round = 0; round < 30; round++) {
    const middle = (low + high) / 2;
    if (accepts(middle)) low = middle;
    else high = middle;
  }
  return low;
}

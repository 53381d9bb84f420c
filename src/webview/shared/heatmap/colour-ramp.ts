import { fromLab, mixLab, parseHex, toLab, type Lab, type Rgb } from './oklab';

/** '#rrggbb' each. `hues`: one for a scale from zero, two (below and above zero) for one around zero. */
export interface RampColours {
  /** The editor's background: zero. */
  readonly background: string;
  readonly foreground: string;
  readonly hues: readonly [string] | readonly [below: string, above: string];
}

/** Colours of a ramp; an odd number, so that a scale around zero has zero in its middle. */
export const rampLength = 255;

/** How far the strongest colour goes from the hue to what is farthest from the background. */
const strongest = 0.72;
/** Where on a ramp the pure hue lies. */
const hueAt = 0.55;

/**
 * Colours from the editor's background over the hue to its strongest form: lightness moves steadily away from the
 * background, so that dark themes grow brighter and light ones darker.
 * @returns [rampLength, 3] red, green and blue; with two hues the first is the strongest below zero
 */
export function colourRamp({ background, foreground, hues }: RampColours): Uint8ClampedArray {
  const zero = toLab(parseHex(background));
  const text = toLab(parseHex(foreground));
  const [below, above] = hues.length === 2 ? hues : [undefined, hues[0]];
  const ramp = new Uint8ClampedArray(rampLength * 3);
  const middle = (rampLength - 1) / 2;
  for (let at = 0; at < rampLength; at++) {
    const share = below === undefined ? at / (rampLength - 1) : Math.abs(at - middle) / middle;
    const hue = below !== undefined && at < middle ? below : above;
    ramp.set(fromLab(rampColour(zero, toLab(parseHex(hue)), text, share)), 3 * at);
  }
  return ramp;
}

function rampColour(zero: Lab, hue: Lab, text: Lab, share: number): Lab {
  const end: Lab = [text[0] > zero[0] ? Math.max(text[0], 0.93) : Math.min(text[0], 0.3), hue[1], hue[2]];
  const strong = mixLab(end, [end[0], 0, 0], strongest);
  // Whatever hue the theme has, its lightness is put where the ramp passes.
  const lightness = zero[0] + (end[0] - zero[0]) * share;
  const pure: Lab = [lightness, hue[1], hue[2]];
  const mixed =
    share <= hueAt ? mixLab(zero, pure, share / hueAt) : mixLab(pure, strong, (share - hueAt) / (1 - hueAt));
  return [lightness, mixed[1], mixed[2]];
}

/** The colour of a ramp at a share from 0 to 1 of its length. */
export function rampAt(ramp: Uint8ClampedArray, share: number): Rgb {
  const at = 3 * Math.round(share * (rampLength - 1));
  return [ramp[at]!, ramp[at + 1]!, ramp[at + 2]!];
}

export function cssColour([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** Whether text on that colour reads better in the background's colour than in the foreground's. */
export function readsInverted(on: Rgb, background: string, foreground: string): boolean {
  const lightness = toLab(on)[0];
  const far = (hex: string): number => Math.abs(toLab(parseHex(hex))[0] - lightness);
  return far(background) > far(foreground);
}

/** The colours along a scale, for CSS: 'rgb(…) 0%, …'. */
export function gradientStops(ramp: Uint8ClampedArray, count = 16): string {
  return Array.from(
    { length: count + 1 },
    (_, at) => `${cssColour(rampAt(ramp, at / count))} ${(100 * at) / count}%`,
  ).join(', ');
}

/** A colour in sRGB, components in [0, 1]. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** '#rrggbb' (an alpha that follows is ignored). */
export function parseHex(hex: string): Rgb {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}

/** '#rrggbbaa'; the alpha is rounded to 1/255, as the editor does. */
export function toHex([red, green, blue]: Rgb, alpha: number): string {
  const part = (value: number) =>
    Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${part(red)}${part(green)}${part(blue)}${part(alpha)}`;
}

/** `colour` laid over `below` with `alpha`, as browsers blend: component by component, not linear in light. */
export function blend(colour: Rgb, alpha: number, below: Rgb): Rgb {
  const mix = (index: 0 | 1 | 2) => colour[index] * alpha + below[index] * (1 - alpha);
  return [mix(0), mix(1), mix(2)];
}

/** Linear light of one component (IEC 61966-2-1). */
function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

export function toLinear(colour: Rgb): Rgb {
  return [linear(colour[0]), linear(colour[1]), linear(colour[2])];
}

/** Relative luminance as WCAG 2 defines it. */
export function luminance(colour: Rgb): number {
  const [red, green, blue] = toLinear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio as WCAG 2 defines it: 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** OKLab of linear light (Ottosson 2020): distances in it are about how different colours look. */
export function oklab([red, green, blue]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** How different two colours look: the distance in OKLab. */
export function difference(a: Rgb, b: Rgb): number {
  const [one, other] = [oklab(toLinear(a)), oklab(toLinear(b))];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

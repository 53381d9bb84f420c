/** Every how many rows or columns a label stands: a power of two, so that labels keep their places while one zooms. */
export function labelStep(pixels: number, room: number): number {
  return pixels >= room ? 1 : 2 ** Math.ceil(Math.log2(room / pixels));
}

/** The text cut to a width, with an ellipsis where something is left out. */
export function fittedText(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const characters = Array.from(text);
  let low = 0;
  let high = characters.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${characters.slice(0, middle).join('')}\u2026`) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? (measure('\u2026') <= width ? '\u2026' : '') : `${characters.slice(0, low).join('')}\u2026`;
}

/** The longest labels: measuring all of four thousand would take longer than drawing them. */
export function longest(labels: readonly string[], count = 24): readonly string[] {
  return [...labels].sort((a, b) => b.length - a.length).slice(0, count);
}

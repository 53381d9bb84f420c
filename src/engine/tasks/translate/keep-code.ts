/** Code within a line. */
const code = /(`+)(?:(?!\1)[^])+\1/g;

/**
 * Puts code within a sentence back as it stood: where the translation has as many pieces of it as the source, each is the
 * source's. The first piece of a stretch has all of it, the others nothing.
 */
export function withSourceCode(source: string, pieces: readonly string[]): readonly string[] {
  const own = [...source.matchAll(code)].map(([found]) => found);
  const text = pieces.join('');
  const written = [...text.matchAll(code)];
  if (own.length === 0 || own.length !== written.length) return pieces;
  const after = [...pieces];
  let [place, at] = [0, 0];
  pieces.forEach((piece, i) => {
    const end = place + piece.length;
    while (written[at] && written[at]!.index + written[at]![0].length <= place) at++;
    const found = written[at];
    if (found && found.index < end) {
      const stop = found.index + found[0].length;
      const before = piece.slice(0, Math.max(0, found.index - place));
      const behind = stop < end ? piece.slice(stop - place) : '';
      after[i] = before + (found.index >= place ? own[at]! : '') + behind;
    }
    place = end;
  });
  return after;
}

/** Tokens between two looks at what else is to be done. */
const pieceSize = 20_000;

interface Merge {
  readonly left: string;
  readonly right: string;
  readonly score: number;
}

/**
 * The merges of a SentencePiece BPE model, which keeps scores only: every way to put a token together from two others,
 * best score first (as transformers' SentencePieceExtractor does). Among equal scores, the shorter left side first.
 */
export async function mergesFromScores(
  ids: ReadonlyMap<string, number>,
  score: (id: number) => number,
): Promise<readonly (readonly [string, string])[]> {
  const merges: Merge[] = [];
  let looked = 0;
  for (const [token, id] of ids) {
    // The engine answers others while this lasts: a vocabulary can have a quarter of a million tokens.
    if (++looked % pieceSize === 0) await new Promise((resolve) => setImmediate(resolve));
    const here: Merge[] = [];
    for (let at = 1; at < token.length; at++) {
      const [left, right] = [token.slice(0, at), token.slice(at)];
      if (ids.has(left) && ids.has(right)) here.push({ left, right, score: score(id) });
    }
    here.sort((a, b) => ids.get(a.left)! - ids.get(b.left)! || ids.get(a.right)! - ids.get(b.right)!);
    merges.push(...here);
  }
  // Stable: what has the same score and lengths stays in the order of the ids.
  merges.sort((a, b) => b.score - a.score || b.left.length - a.left.length || b.right.length - a.right.length);
  return merges.map(({ left, right }) => [left, right]);
}

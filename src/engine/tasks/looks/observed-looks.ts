import type { CancellationToken } from 'vscode-jsonrpc';
import { FailureError, type LoadOptions, type Span } from '../../../protocol';
import type { ObservedModel, ObservedText } from '../../inside/attention/observed-model';

/**
 * Where a decoder that does not tell it itself looked: for each span of `text`, the weights of the source's own tokens,
 * [source], summing to 1 at most; or why that cannot be found out.
 */
export type FindLooks = (
  source: string,
  text: string,
  spans: readonly Span[],
  token: CancellationToken,
) => AsyncGenerator<void, readonly Float32Array[] | string, void>;

/** Cross-attention of a text that was read, mean over all heads and layers that show it, [target, source]. */
async function* crossAttention(
  { stacks }: ObservedModel,
  text: ObservedText,
): AsyncGenerator<void, Float32Array | undefined, void> {
  const stack = stacks.findIndex(({ name }) => name === 'cross');
  const facts = stacks[stack];
  if (!facts || !text.target) return undefined;
  const columns = text.tokens.ids.length;
  const mean = new Float32Array(text.target.ids.length * columns);
  const layers = Array.from({ length: facts.layers }, (_, layer) => layer).filter(
    (layer) => !facts.missing.some((known) => known.layer === layer),
  );
  for (const layer of layers) {
    for await (const part of text.weights(stack, layer, { kind: 'mean' })) {
      part.weights.forEach((weight, at) => {
        const [row, column] = [part.row + Math.floor(at / part.columns), at % part.columns];
        mean[row * columns + column]! += weight / layers.length;
      });
      yield;
    }
  }
  return layers.length > 0 ? mean : undefined;
}

/** Of each span, the mean of the rows that predicted the tokens it touches, over the source's own tokens. */
function looksOf(
  { tokens, target }: ObservedText,
  mean: Float32Array,
  spans: readonly Span[],
): readonly Float32Array[] {
  const columns = tokens.ids.length;
  const own = [...tokens.ids.keys()].filter((at) => tokens.special[at] === 0);
  return spans.map(({ start, end }) => {
    const rows = [...target!.ids.keys()].filter(
      (at) => at > 0 && target!.special[at] === 0 && target!.spans[2 * at]! < end && target!.spans[2 * at + 1]! > start,
    );
    return Float32Array.from(own, (column) =>
      rows.reduce((sum, row) => sum + mean[(row - 1) * columns + column]! / rows.length, 0),
    );
  });
}

/**
 * Reads both texts once more with a model whose attention can be seen, and looks up where it looked before each token.
 * `open` is called when that is first wanted; what it refuses is why nothing is found.
 */
export function observedLooks(
  open: () => Promise<ObservedModel>,
  options: LoadOptions & { readonly model: string },
): FindLooks {
  let opening: Promise<ObservedModel> | undefined;
  return async function* (source: string, target: string, spans: readonly Span[], token: CancellationToken) {
    if (target === '') return [];
    try {
      const observed = await (opening ??= open());
      yield;
      const focus = { start: 0, end: 0 };
      const text = yield* observed.read({ ...options, text: source, focus, target }, () => undefined, token);
      try {
        const mean = yield* crossAttention(observed, text);
        return mean ? looksOf(text, mean, spans) : 'No layer of the decoder shows its cross-attention.';
      } finally {
        text.dispose();
      }
    } catch (error) {
      if (error instanceof FailureError && error.failure.code !== 'cancelled') return error.message;
      throw error;
    }
  };
}

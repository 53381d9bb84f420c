import { translateWays, type ModelName, type TranslateWay } from '../../protocol';

/** What a key binding or a link may ask for beside the command. */
export interface TranslateWish {
  readonly model?: ModelName;
  /** Such as 'fr'. */
  readonly to?: string;
  readonly lengthPenalty?: number;
}

/**
 * Reads the arguments of `langscope.translate`: `{ "to": "fr", "model": "langscope-translator", "lengthPenalty": 0.6 }`.
 * What is absent or not understood is left to what the view has chosen.
 */
export function translateWishOf(value: unknown): TranslateWish {
  if (typeof value !== 'object' || value === null) return {};
  const { model, to, lengthPenalty } = value as Readonly<Record<string, unknown>>;
  return {
    ...(typeof model === 'string' && { model }),
    ...(typeof to === 'string' && { to }),
    ...(typeof lengthPenalty === 'number' && Number.isFinite(lengthPenalty) && { lengthPenalty }),
  };
}

/** Reads which translation is meant: `"greedy"` or `"beam"`. */
export function translateWayOf(value: unknown): TranslateWay | undefined {
  return translateWays.find((way) => way === value);
}

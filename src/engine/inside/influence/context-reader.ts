import type { LanguageModel } from '../../families/language-model';

/** What was read so far; opaque, immutable. */
export interface ContextState {
  readonly bytes: number;
}

/** Reads several continuations of one beginning at once, where the model can. */
export interface ContextReader {
  /** Continuations at once at most. */
  readonly rows: number;
  begin(): ContextState;
  /**
   * Reads each of `rows`, all of the same length, after `state`, which belongs to as many rows or to one that all
   * continue. `hidden`: [rows, length, hidden size].
   */
  read(
    state: ContextState,
    rows: readonly Int32Array[],
    keep: boolean,
  ): Promise<{ readonly hidden: Float32Array; readonly state: ContextState }>;
}

/** One after the other, with any model. */
export function oneByOne(model: Pick<LanguageModel, 'begin' | 'read'>): ContextReader {
  return {
    rows: 1,
    begin: () => model.begin(),
    read: (state, [ids], keep) => model.read(state as ReturnType<LanguageModel['begin']>, ids!, keep),
  };
}

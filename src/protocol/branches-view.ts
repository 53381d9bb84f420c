import type { BranchesReading, BranchesRequests, BranchPath } from './branches';
import type { CommonControls } from './common-controls';

type Without<T> = Omit<T, 'reading' | 'task'>;

/** What the page may ask of the engine about what was read; the reading is the content's. */
type EngineAsks = {
  readonly [K in 'branchesUnfold' | 'branchesLikely' | 'branchesBeams' | 'branchesText']: readonly [
    Without<BranchesRequests[K][0]>,
    BranchesRequests[K][1],
  ];
};

/** How the text goes on: a tree of continuations, and beam search step by step. */
export interface BranchesPanel {
  readonly content: BranchesReading;
  readonly controls: CommonControls & {
    /** Tokens before the cursor that are read at most. */
    readonly limit: number;
  };
  readonly asks: EngineAsks & {
    /** The tokens that a text is made of; none where the tokenizer knows nothing of it. */
    readonly tokens: readonly [
      { readonly text: string },
      { readonly ids: readonly number[]; readonly pieces: readonly string[] },
    ];
    /** Shows in the editor what the path would write; null ends it. */
    readonly ghost: readonly [{ readonly path: BranchPath | null }, null];
    /** Writes the path into the document where it was read; refused with a sentence where that place is gone. */
    readonly insert: readonly [{ readonly path: BranchPath }, { readonly text: string }];
  };
}

import type { GeneratedSequence, GenerationEnd } from './decoding';
import type { InsideText, ReadingFacts, ReadingId } from './inside';

/** Ids of the tokens that follow the text before the cursor, the first one first. */
export type BranchPath = readonly number[];

/** A token that must not come; after that path alone, or nowhere where there is none. */
export interface ForbiddenToken {
  readonly id: number;
  readonly path?: BranchPath | undefined;
}

/** A token that is shown after that path, however improbable. */
export interface ForcedToken {
  readonly id: number;
  readonly path: BranchPath;
}

/** How forks are told. */
export interface ForkOptions {
  /** How many of the most probable tokens are told of each fork, 1 to 64. */
  readonly top: number;
  readonly forbidden: readonly ForbiddenToken[];
  readonly forced: readonly ForcedToken[];
}

/** A token that may come next. */
export interface BranchChoice {
  readonly id: number;
  /** How it is shown, see `formatVisible`. */
  readonly piece: string;
  /** Of the model's own distribution, nats. */
  readonly logprob: number;
  /** In the model's own distribution; 0 is the most probable. */
  readonly rank: number;
  /** Without the forbidden tokens, the rest made to sum to one again, nats; absent for a forbidden one. */
  readonly after?: number;
  /** The model's end token: nothing follows it. */
  readonly ends: boolean;
}

/** What may come after a path. */
export interface Fork {
  readonly path: BranchPath;
  /** Of the model's own distribution, and without the forbidden tokens, nats. */
  readonly entropy: number;
  readonly entropyAfter: number;
  /** By the model's own distribution, most probable first: the best `top` with and without the forbidden, and the forced. */
  readonly choices: readonly BranchChoice[];
}

/** The text before a place, from which continuations branch. */
export interface BranchesReading extends ReadingFacts {
  readonly reading: ReadingId;
  /** UTF-16 offset of the place: the text before it was read. */
  readonly at: number;
  /** Tokens that a path may have. */
  readonly room: number;
  /** What may come next. */
  readonly root: Fork;
}

/** The part of the tree that is most probable. */
export interface LikelyBranches {
  readonly forks: readonly Fork[];
  /** Probability of all told continuations of `depth` tokens, or that ended earlier, together. */
  readonly covered: number;
  /** Why no more were unfolded: enough is covered, nothing is left, or there are as many as were allowed. */
  readonly end: 'covered' | 'all' | 'most';
}

export interface BeamOptions {
  /** Hypotheses that are followed at once, 2 to 64. */
  readonly beams: number;
  /** score = log-probability / tokens ** lengthPenalty. */
  readonly lengthPenalty: number;
  readonly earlyStopping: boolean;
  readonly maxNewTokens: number;
  /** Ends a hypothesis where it writes one of these. */
  readonly stop: readonly string[];
}

/** A hypothesis of a search: one token more than its parent. */
export interface BeamNode {
  /** Index of another node; -1: the path that the search began from. */
  readonly parent: number;
  readonly id: number;
  readonly piece: string;
  /** Of the model's own distribution, nats. */
  readonly logprob: number;
  /** What the search has summed up to it, nats. */
  readonly total: number;
  /** New tokens. */
  readonly length: number;
}

/** Why a hypothesis is not followed: others were better, it ended too low to be kept, a better one took its place. */
export type DroppedWhy = 'beaten' | 'ended-low' | 'pushed-out';

/** One step of a search; all by index of a node, best first. */
export interface BeamStep {
  /** Goes on. */
  readonly live: readonly number[];
  /** Ended, and kept so far. */
  readonly finished: readonly number[];
  readonly dropped: readonly { readonly node: number; readonly why: DroppedWhy }[];
}

/** A hypothesis that ended and was kept at least for a while. */
export interface BeamEnded {
  readonly node: number;
  readonly end: GenerationEnd;
}

/** A beam search, step by step. */
export interface BeamTrace {
  /** What the search began from; its tokens are not scored. */
  readonly path: BranchPath;
  readonly pathPieces: readonly string[];
  readonly options: BeamOptions;
  readonly nodes: readonly BeamNode[];
  readonly steps: readonly BeamStep[];
  readonly ended: readonly BeamEnded[];
  /** What the search returns, best first. */
  readonly sequences: readonly GeneratedSequence[];
}

interface InReading {
  readonly reading: ReadingId;
  /** Names the request in `progress` events. */
  readonly task?: string;
}

export interface BranchesRequests {
  /** Reads `text` up to the end of the focus; progress in tokens. The limit is the tokens read at most. */
  readonly branches: [InsideText & { readonly top: number }, BranchesReading];
  /** What may come after each of the paths; one token's run for each that is one token longer than a known one. */
  readonly branchesUnfold: [InReading & ForkOptions & { readonly paths: readonly BranchPath[] }, readonly Fork[]];
  /**
   * Unfolds the most probable paths from one on, the best first, until those of `depth` tokens more together have the
   * probability `mass` after it, or `most` forks are unfolded. Progress in forks.
   */
  readonly branchesLikely: [
    InReading &
      ForkOptions & {
        readonly path: BranchPath;
        readonly depth: number;
        readonly mass: number;
        readonly most: number;
      },
    LikelyBranches,
  ];
  /** The text that a path would write; `whole` false: it ends within a character. */
  readonly branchesText: [
    InReading & { readonly path: BranchPath },
    { readonly text: string; readonly whole: boolean },
  ];
  /** Searches with beams from a path on; progress in steps. A forbidden token is left out, the rest is as it was. */
  readonly branchesBeams: [
    InReading & {
      readonly path: BranchPath;
      readonly options: BeamOptions;
      readonly forbidden: readonly ForbiddenToken[];
    },
    BeamTrace,
  ];
}

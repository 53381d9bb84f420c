import type { AskedEvent, AskRequests } from './ask';
import type { AttentionRequests } from './attention';
import type { BranchesRequests } from './branches';
import type { ChatRequests } from './chat';
import type { DecodingRequests, GeneratedToken } from './decoding';
import type { CompletionRequests } from './completion';
import type { GatesRequests } from './gates';
import type { ImportRequests, ImportStage } from './import';
import type { InfluenceRequests } from './influence';
import type { LensRequests } from './lens';
import type { MetricsRequests } from './metrics';
import type { InstalledModel, LoadOptions, LoadState, ModelName, Provenance } from './model';
import type { PlaygroundRequests, SampledEvent } from './playground';
import type { Figures, Profile, ScoreState, TokenDetails, TokenScores } from './scores';
import type { Span } from './span';
import type { SummarizedEvent, SummaryRequests } from './summary';
import type { TranslateRequests } from './translate';

/** Replaces [start, end) of the text as it was before this edit by `text`; edits of one change apply in order. */
export interface Edit extends Span {
  readonly text: string;
}

export interface ScoreOptions extends LoadOptions {
  /** Tokens; absent: min(1024, what the model was made for). */
  readonly window?: number;
  /** Tokens; absent: window / 2. */
  readonly stride?: number;
  /** How many alternatives are kept per token. */
  readonly top: number;
}

export interface DocumentText {
  readonly uri: string;
  readonly version: number;
}

/** Requests, by kind: [what is sent, what comes back]. Every one can be cancelled. */
export interface Requests
  extends
    AskRequests,
    AttentionRequests,
    BranchesRequests,
    ChatRequests,
    CompletionRequests,
    DecodingRequests,
    LensRequests,
    GatesRequests,
    ImportRequests,
    InfluenceRequests,
    MetricsRequests,
    PlaygroundRequests,
    SummaryRequests,
    TranslateRequests {
  readonly handshake: [
    { readonly protocol: number; readonly client: string },
    {
      readonly protocol: number;
      readonly runtime: string;
      readonly pid: number;
      /** Compiled in, which does not say that they can run here. */
      readonly compiledProviders: readonly string[];
    },
  ];
  /** Tells the engine its surroundings; may be sent again when a setting changes. */
  readonly configure: [
    { readonly modelFolders: readonly string[]; readonly memoryLimitMb: number; readonly threads: number },
    null,
  ];
  readonly models: [Record<string, never>, readonly (InstalledModel & { readonly state: LoadState })[]];
  readonly load: [{ readonly model: ModelName } & LoadOptions, Provenance];
  readonly unload: [{ readonly model: ModelName }, null];
  readonly tokenize: [
    { readonly model: ModelName; readonly text: string },
    { readonly ids: Int32Array; readonly spans: Int32Array; readonly pieces: readonly string[] },
  ];
  /** Opens a document and begins to score it; opening it again (another model, other options) starts anew. */
  readonly open: [
    DocumentText & {
      readonly text: string;
      readonly model: ModelName;
      readonly options: ScoreOptions;
      readonly visible?: Span;
    },
    null,
  ];
  /** Everything about the token at `offset`, and the figures of the given stretches (word, line, selection). */
  readonly inspect: [
    DocumentText & { readonly offset: number; readonly ranges: readonly Span[] },
    {
      readonly token?: TokenDetails;
      /** The word around the offset: the tokens up to the next token that begins with white space. */
      readonly word?: Span & { readonly figures: Figures };
      readonly ranges: readonly Figures[];
      readonly provenance: Provenance;
      readonly state: ScoreState;
    },
  ];
  readonly profile: [DocumentText & { readonly surprising: number }, Profile];
  /** Waits until the document is scored canonically (state `done`) and returns everything. */
  readonly report: [
    DocumentText,
    {
      readonly scores: TokenScores;
      readonly pieces: readonly string[];
      /** [tokens, top] ids (-1 where absent) and log-probabilities of the most probable tokens. */
      readonly top: {
        readonly count: number;
        readonly ids: Int32Array;
        readonly logprob: Float32Array;
        readonly pieces: Readonly<Record<number, string>>;
      };
      readonly figures: Figures;
      readonly provenance: Provenance;
    },
  ];
}

/** What the client tells without waiting. Latest wins. */
export interface ClientEvents {
  readonly change: DocumentText & { readonly edits: readonly Edit[] };
  readonly visible: { readonly uri: string; readonly span: Span };
  readonly close: { readonly uri: string };
}

/** What the engine tells. */
export interface EngineEvents {
  /** `scores` replaces every token that begins in [start, end) of the document at `version`. */
  readonly scores: DocumentText & Span & { readonly scores: TokenScores };
  readonly state: DocumentText & {
    readonly state: ScoreState;
    readonly figures: Figures;
    readonly provenance?: Provenance;
  };
  readonly model: { readonly model: ModelName; readonly state: LoadState };
  /**
   * The newest state of a sequence (numbered from 0) of a generation that named itself `task`, from its beginning: of
   * beams the leading one, which is always number 0. `tokens` may reach past `text`, which ends at a stop.
   */
  readonly generated: {
    readonly task: string;
    readonly sequence: number;
    readonly text: string;
    readonly tokens: readonly GeneratedToken[];
  };
  /** A token of a sample that was asked for under the name `task`. */
  readonly sampled: SampledEvent;
  /** Windows of a question are read. */
  readonly asked: AskedEvent;
  /** A section of a summary is written. */
  readonly summarized: SummarizedEvent;
  /** How far a request is that named itself `task`. */
  readonly progress: {
    readonly task: string;
    readonly done: number;
    readonly total: number;
    /** Of an import: what is being done; `done` and `total` are bytes then. */
    readonly stage?: ImportStage;
  };
  readonly log: { readonly level: 'info' | 'warning' | 'error'; readonly message: string };
}

export type RequestKind = keyof Requests;
export type RequestOf<K extends RequestKind> = Requests[K][0];
export type ResponseOf<K extends RequestKind> = Requests[K][1];

import type { GeneratedToken, GenerationEnd, SamplerName, SamplerOptions } from './decoding';
import type { InsideText, ReadingFacts, ReadingId } from './inside';

/** The text before a place; the logits of what may come next stay in the engine. */
export interface PlaygroundReading extends ReadingFacts {
  readonly reading: ReadingId;
  /** UTF-16 offset of the place: the text before it was read. */
  readonly at: number;
  /** New tokens that the context has room for. */
  readonly room: number;
  /** Tokens of the vocabulary. */
  readonly vocabulary: number;
}

/** The samplers, and words to ban beside their `bannedIds`. */
export interface PlaygroundSamplers {
  readonly samplers: SamplerOptions;
  /** As they are written; each is banned in several forms, see `BannedWord`. */
  readonly bannedWords: readonly string[];
}

/** The forms in which a word is banned: with and without a space before it, also with a capital. */
export interface BannedWord {
  readonly word: string;
  readonly forms: readonly { readonly ids: readonly number[]; readonly pieces: readonly string[] }[];
}

/** What one sampler did, after those before it. */
export interface SamplerStep {
  readonly sampler: SamplerName;
  /** Tokens that it removed. */
  readonly removed: number;
  /** Probability that these tokens have in the model's own distribution, together. */
  readonly mass: number;
  /** Tokens whose logit it moved by a penalty, and that it left. */
  readonly moved: number;
}

/** A token that may come next. */
export interface PlaygroundBar {
  readonly id: number;
  readonly piece: string;
  /** Probability in the model's own distribution, and in what the samplers leave. */
  readonly raw: number;
  readonly filtered: number;
  /** The sampler that removed it. */
  readonly removedBy?: SamplerName;
  /** Penalties that moved its logit. */
  readonly movedBy: readonly SamplerName[];
}

/** The distribution of the next token, before and after the samplers. */
export interface PlaygroundDistribution {
  /** The most probable tokens of the model's own distribution, best first. */
  readonly bars: readonly PlaygroundBar[];
  /** All other tokens together; `left`: how many of them no sampler removed. */
  readonly rest: { readonly tokens: number; readonly left: number; readonly raw: number; readonly filtered: number };
  /** The samplers that are on, in the order in which they are applied. */
  readonly steps: readonly SamplerStep[];
  /** nats */
  readonly entropy: number;
  readonly entropyAfter: number;
  /** Tokens that no sampler removed. */
  readonly left: number;
  /** Probability of the removed tokens in the model's own distribution. */
  readonly removedMass: number;
  readonly banned: readonly BannedWord[];
}

/**
 * Where the samplers changed what would have come: 'removed', the most probable token was not allowed; 'outranked',
 * another one became the most probable; 'lowered', it stayed the most probable, less so, and another one was drawn.
 */
export interface ActedSampler {
  readonly sampler: SamplerName;
  readonly kind: 'removed' | 'outranked' | 'lowered';
  /** The most probable token of the model's own distribution, and its probability there. */
  readonly best: string;
  readonly probability: number;
}

export interface SampledToken extends GeneratedToken {
  /** Probability in what the samplers left. */
  readonly filtered: number;
  readonly acted?: ActedSampler;
}

export interface Sample {
  /** What would be written into the document. */
  readonly text: string;
  readonly tokens: readonly SampledToken[];
  readonly end: GenerationEnd;
}

/** One more token of a sample; `text`: all that it has written so far. */
export interface SampledEvent {
  readonly task: string;
  /** Counted from 0. */
  readonly sample: number;
  readonly token: SampledToken;
  readonly text: string;
  /** This token is the last one. */
  readonly end?: GenerationEnd;
}

/** How samples are drawn. */
export interface SampleOptions {
  /** Draws; else the most probable token is taken, and there is one sample. */
  readonly sample: boolean;
  /** Sample i of a seed is the same however many are drawn. */
  readonly seed: number;
  readonly count: number;
  readonly maxNewTokens: number;
  /** No sample ends before it has as many tokens; absent: any may. */
  readonly minNewTokens?: number;
}

/** Samples at most. */
export const mostSamples = 16;

export interface PlaygroundRequests {
  /** Reads `text` up to the end of the focus; progress in tokens. */
  readonly playground: [InsideText, PlaygroundReading];
  /** Nothing is read: the logits are those of the reading. `top`: bars, 1 to 200. */
  readonly playgroundDistribution: [
    PlaygroundSamplers & { readonly reading: ReadingId; readonly top: number },
    PlaygroundDistribution,
  ];
  /** Each token is told by `sampled` where the request has a `task`; progress in tokens of all samples. */
  readonly playgroundSamples: [
    PlaygroundSamplers & SampleOptions & { readonly reading: ReadingId; readonly task?: string },
    { readonly samples: readonly Sample[] },
  ];
}

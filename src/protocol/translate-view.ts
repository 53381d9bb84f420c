import type { Metrics } from './metrics';
import type { ModelName } from './model';
import type { Span } from './span';
import type { Translation } from './translate';

/** greedy: the most probable token each time. beam: several hypotheses at once. */
export const translateWays = ['greedy', 'beam'] as const;
export type TranslateWay = (typeof translateWays)[number];

/** Hypotheses of the beam column. */
export const translateBeams = 5;

/** A translation that was translated back. */
export interface RoundTrip {
  readonly way: TranslateWay;
  readonly back: Translation;
  /** Words of the source that do not come back, and words of `back` that were not there. */
  readonly lost: readonly Span[];
  readonly added: readonly Span[];
  readonly words: number;
  /** Of what came back against the source. */
  readonly metrics: Metrics;
}

/** What is under way. */
export interface TranslateBusy {
  readonly what: TranslateWay | 'back';
  /** Characters of the text that is read; 0 of 0 while the model loads. */
  readonly done: number;
  readonly total: number;
}

/** All that the Translate view shows. */
export interface TranslateState {
  /** Models that translate; absent while they are not known. */
  readonly models?: readonly {
    readonly name: ModelName;
    readonly label: string;
    /** Such as 'fr'; those that can be chosen. */
    readonly languages: readonly string[];
  }[];
  readonly model?: ModelName;
  /** Absent: the other language than that of the text. */
  readonly to?: string;
  readonly lengthPenalty: number;
  /** The text that is, or was, translated. */
  readonly source?: { readonly title: string; readonly text: string };
  readonly translations: Readonly<Partial<Record<TranslateWay, Translation>>>;
  /** What is written so far. */
  readonly partial: Readonly<Partial<Record<TranslateWay, string>>>;
  readonly round?: RoundTrip;
  readonly busy?: TranslateBusy;
  /** The text has changed since. */
  readonly stale: boolean;
  /** Why there is nothing, or nothing newer. */
  readonly problem?: string;
}

/** Extension to Translate view. */
export type ToTranslateView =
  | { readonly kind: 'state'; readonly state: TranslateState }
  | { readonly kind: 'progress'; readonly busy: TranslateBusy }
  | { readonly kind: 'partial'; readonly way: TranslateWay; readonly text: string }
  /** The cursor of the editor, in the source; undefined: elsewhere. */
  | { readonly kind: 'cursor'; readonly offset: number | undefined };

export const translateActions = ['translate', 'again', 'stop', 'add-folder', 'show-log', 'restart-engine'] as const;
export type TranslateAction = (typeof translateActions)[number];

/** Translate view to extension. */
export type FromTranslateView =
  | { readonly kind: 'ready' }
  | { readonly kind: 'run'; readonly action: TranslateAction }
  | { readonly kind: 'model'; readonly model: ModelName }
  | { readonly kind: 'to'; readonly to: string | undefined }
  | { readonly kind: 'length-penalty'; readonly value: number }
  | { readonly kind: 'round'; readonly way: TranslateWay }
  | { readonly kind: 'replace'; readonly way: TranslateWay }
  | { readonly kind: 'insert'; readonly way: TranslateWay }
  | { readonly kind: 'copy'; readonly text: string }
  /** Marks stretches of the source in the editor. */
  | { readonly kind: 'preview'; readonly spans: readonly Span[] }
  | { readonly kind: 'go'; readonly span: Span; readonly focus: boolean }
  | { readonly kind: 'leave' };

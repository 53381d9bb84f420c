import type { ResponseOf } from '../protocol';

/** All that the engine knows of a text once it is scored. */
export type ScoredText = ResponseOf<'report'>;

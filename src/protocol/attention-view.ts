import type { AttentionReading, AttentionRequests } from './attention';
import type { CommonControls } from './common-controls';
import type { Provenance } from './model';
import type { Span } from './span';

type Without<T> = Omit<T, 'reading' | 'task'>;

/** What is marked in the document: a token, and how strongly each stretch is bound to it. Offsets of the text read. */
export interface AttentionMarks {
  readonly token: Span;
  /** [k, 2] */
  readonly spans: Int32Array;
  /** [k] above 0 */
  readonly weights: Float32Array;
}

/** The attention panel. */
export interface AttentionPanel {
  readonly content: AttentionReading & { readonly provenance: Provenance };
  readonly controls: CommonControls & {
    /** Tokens to read at most. */
    readonly limit: number;
    /** selection: nothing but what is selected, as a text of its own; without a selection, what stands around the cursor. */
    readonly extent: 'around' | 'selection';
    /** The second text of an encoder-decoder model. */
    readonly target: string;
  };
  /** By request of the engine; the reading is the content's. */
  readonly asks: {
    readonly [K in 'attentionMap' | 'attentionTile' | 'attentionStrip']: readonly [
      Without<AttentionRequests[K][0]>,
      AttentionRequests[K][1],
    ];
  } & {
    /** Marks in the document what the chosen token is bound to; null takes the marks away. */
    readonly marks: readonly [AttentionMarks | null, null];
  };
}

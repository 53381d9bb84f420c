import type { AttentionReading, AttentionRequests } from './attention';
import type { CommonControls } from './panels';
import type { Provenance } from './model';

type Without<T> = Omit<T, 'reading' | 'task'>;

/** The attention panel. */
export interface AttentionPanel {
  readonly content: AttentionReading & { readonly provenance: Provenance };
  readonly controls: CommonControls & {
    /** Tokens to read at most. */
    readonly limit: number;
    /** The second text of an encoder-decoder model. */
    readonly target: string;
  };
  /** By request of the engine; the reading is the content's. */
  readonly asks: {
    readonly [K in 'attentionMap' | 'attentionTile' | 'attentionStrip']: readonly [
      Without<AttentionRequests[K][0]>,
      AttentionRequests[K][1],
    ];
  };
}

import { FailureError, type AttentionReading } from '../../protocol';
import type { PanelClient } from '../shared/panel/panel-client';
import { mapOf, type AttentionLook } from './attention-look';
import { AttentionMatrix } from './attention-source';

/** How far the map is; `total` is 0 while that is not known. */
export interface Computing {
  readonly done: number;
  readonly total: number;
}

/** The map that was asked for last: what was there before stays until the new one is. */
export class AskedMap {
  private asked: { readonly reading: AttentionReading; readonly key: string } | undefined;
  private asking = new AbortController();
  private found: AttentionMatrix | undefined;
  private progress: Computing | undefined;
  private refusal: string | undefined;

  public constructor(
    private readonly client: () => PanelClient<'attention'>,
    private readonly changed: () => void,
  ) {}

  public get matrix(): AttentionMatrix | undefined {
    return this.found;
  }

  /** Undefined while nothing is asked for. */
  public get computing(): Computing | undefined {
    return this.progress;
  }

  /** Why there is no map. */
  public get problem(): string | undefined {
    return this.refusal;
  }

  /** Asks for the map that is chosen, once for each reading. */
  public follow(reading: AttentionReading, look: AttentionLook): void {
    const map = mapOf(look);
    const key = JSON.stringify(map);
    if (this.asked?.reading === reading && this.asked.key === key) return;
    this.asked = { reading, key };
    this.asking.abort();
    const { signal } = (this.asking = new AbortController());
    const client = this.client();
    /** Tells what came of it, unless something else was asked for since. */
    const become = (progress: Computing | undefined, refusal?: string, found = this.found): void => {
      if (signal.aborted) return;
      this.progress = progress;
      this.refusal = refusal;
      this.found = found;
      this.changed();
    };
    become({ done: 0, total: 0 });
    client
      .ask('attentionMap', { map }, signal, (done, total) => become({ done, total }))
      .then(
        ({ rows, columns, largest }) =>
          become(
            undefined,
            undefined,
            new AttentionMatrix(map, rows, columns, largest, {
              tile: ({ scale, row, column, rows: high, columns: wide }, stop) =>
                client.ask('attentionTile', { map, scale, row, column, rows: high, columns: wide }, stop),
              strip: (axis, index, stop) => client.ask('attentionStrip', { map, axis, index }, stop),
            }),
          ),
        (error: unknown) => {
          if (signal.aborted) return;
          if (!(error instanceof FailureError)) {
            become(undefined);
            throw error;
          }
          become(undefined, error.failure.message);
        },
      );
  }
}

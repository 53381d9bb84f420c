import type { CancellationToken } from 'vscode-jsonrpc';
import type { AttentionMap } from '../../../protocol';
import type { LanguageModel } from '../../families/language-model';
import { AttentionMaps } from './attention-maps';
import type { AttentionMatrix } from './attention-matrix';
import type { Inside } from '../inside';
import type { ObservedText, StackFacts } from './observed-model';
import type { Reading } from '../readings';

/** A text whose attention a view asks about. */
export class AttentionReading implements Reading {
  private readonly maps: AttentionMaps;
  /** Whoever asks for a map that is being computed waits for it; one map at a time. */
  private computing: Promise<unknown> = Promise.resolve();

  public constructor(
    private readonly inside: Inside,
    private readonly model: Pick<LanguageModel, 'source'>,
    public readonly text: ObservedText,
    public readonly stacks: readonly StackFacts[],
  ) {
    this.maps = new AttentionMaps(text, stacks, model.source?.place.threads ?? 0);
  }

  public get bytes(): number {
    return this.text.bytes + this.maps.bytes;
  }

  /** The map, computed where it is not known; progress in rows goes to `task`. */
  public async map(map: AttentionMap, task: string | undefined, token: CancellationToken): Promise<AttentionMatrix> {
    this.maps.check(map);
    const known = this.maps.get(map);
    if (known) return known;
    const { computing } = this;
    const mine = computing.then(() =>
      this.inside.workWith(this.model, task, token, (_model, report) => this.maps.compute(map, report)),
    );
    // Another's failure, or giving up, is not this one's.
    this.computing = mine.catch(() => undefined);
    const matrix = await mine;
    this.inside.readings.trim();
    return matrix;
  }

  public dispose(): void {
    this.maps.dispose();
  }
}

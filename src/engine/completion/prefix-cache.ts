import type { LanguageModel } from '../families/language-model';
import { KeptReading } from './kept-reading';

/** Texts whose readings are kept, over all models, and the tokens that they may have together. */
const mostReadings = 3;
const mostTokens = 4096;
/** Fewer common tokens than this are worth no reading: another text begins. */
const worthKeeping = 16;

/** The last readings of completions, so that the next key in the same place reads only what is new. */
export class PrefixCache {
  /** The one used last stands at the end. */
  private kept: KeptReading[] = [];
  private readonly gone = new WeakSet<object>();
  private last: Promise<unknown> = Promise.resolve();

  /**
   * Runs one completion after the other: each goes on from what the last one read. An older one that is cancelled ends
   * with its present token.
   */
  public inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.last.then(run);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** The reading that shares most with `ids`, gone back to what they share; a new one where none does. */
  public take(model: LanguageModel, ids: Int32Array): KeptReading {
    let best: KeptReading | undefined;
    let longest = 0;
    for (const reading of this.kept) {
      const common = reading.model === model ? reading.common(ids) : 0;
      if (common > longest) [best, longest] = [reading, common];
    }
    const useful = best && (longest >= worthKeeping || longest >= Math.min(best.ids.length, ids.length) / 2);
    if (!best || !useful) return new KeptReading(model);
    this.kept = this.kept.filter((reading) => reading !== best);
    best.backTo(longest);
    return best;
  }

  public put(reading: KeptReading): void {
    if (!reading.sound || reading.ids.length === 0 || this.gone.has(reading.model)) return;
    this.kept.push(reading);
    const tokens = (): number => this.kept.reduce((sum, { ids }) => sum + ids.length, 0);
    while (this.kept.length > mostReadings || (this.kept.length > 1 && tokens() > mostTokens)) this.kept.shift();
  }

  /** Drops what belongs to a model that is unloaded. */
  public forget(model: object): void {
    this.gone.add(model);
    this.kept = this.kept.filter((reading) => reading.model !== model);
  }
}

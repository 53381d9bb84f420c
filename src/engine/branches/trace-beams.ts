import type { BeamEnded, BeamNode, BeamStep, DroppedWhy } from '../../protocol';
import type { SearchStep } from '../decoding/beam-search';
import type { Hypothesis } from '../decoding/hypothesis';

/** Writes a search down as a tree of hypotheses and what became of them at each step. */
export class BeamRecord {
  public readonly nodes: BeamNode[] = [];
  public readonly steps: BeamStep[] = [];
  public readonly ended: BeamEnded[] = [];
  private readonly known = new Map<string, number>();

  public constructor(private readonly piece: (id: number) => string) {}

  public add({ length, candidates, finished }: SearchStep): void {
    const at = candidates.map(({ hypothesis, total }) => this.node(hypothesis, total, length));
    const before = this.steps.at(-1)?.finished ?? [];
    const kept = finished.map(({ hypothesis }) => this.known.get(keyOf(hypothesis.ids))!);
    finished.forEach(({ end }, place) => {
      const node = kept[place]!;
      if (!this.ended.some((one) => one.node === node)) this.ended.push({ node, end });
    });
    const dropped: { readonly node: number; readonly why: DroppedWhy }[] = candidates.flatMap(({ fate }, place) => {
      const node = at[place]!;
      if (fate === 'live' || kept.includes(node)) return [];
      // It was good enough to be kept, had not others of this very step been better.
      return [{ node, why: fate === 'finished' ? 'pushed-out' : fate }];
    });
    const pushed = before.filter((node) => !kept.includes(node)).map((node) => ({ node, why: 'pushed-out' as const }));
    this.steps.push({
      live: at.filter((_node, place) => candidates[place]!.fate === 'live'),
      finished: kept,
      dropped: [...dropped, ...pushed],
    });
  }

  private node({ ids, logprobs }: Hypothesis, total: number, length: number): number {
    const key = keyOf(ids);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const parent = ids.length === 1 ? -1 : this.known.get(keyOf(ids.slice(0, -1)))!;
    const id = ids.at(-1)!;
    this.nodes.push({ parent, id, piece: this.piece(id), logprob: logprobs.at(-1)!, total, length });
    this.known.set(key, this.nodes.length - 1);
    return this.nodes.length - 1;
  }
}

function keyOf(ids: readonly number[]): string {
  return ids.join(' ');
}

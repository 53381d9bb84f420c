import type { LanguageModel } from '../../families/language-model';
import type { ContextReader } from './context-reader';
import type { TokenRun } from './influence-units';
import type { Prefix } from './prefix';
import type { RowPace } from './row-pace';

/** A beginning that is taken together by neighbouring runs is no larger than this in all its copies, bytes. */
const mostCopied = 64 * 1024 ** 2;

export interface Occlusion {
  /** log p of the target after all tokens before it, nats. */
  readonly logprob: number;
  /** [n] log p without each of the runs; NaN where nothing would be left to read. */
  readonly without: Float32Array;
}

export interface OcclusionTask {
  readonly ids: Int32Array;
  /** Index of the token that is predicted, at least 1. */
  readonly target: number;
  /** In the order of the text, all before the target. */
  readonly runs: readonly TokenRun[];
  /** What stands in for each token of a run; undefined: the run is left out. */
  readonly filler: number | undefined;
}

/** The tokens from `start` to the target, without a run. */
function edited({ ids, target, filler }: OcclusionTask, { from, to }: TokenRun, start: number): Int32Array {
  const between = filler === undefined ? [] : new Int32Array(to - from).fill(filler);
  return Int32Array.of(...ids.subarray(start, from), ...between, ...ids.subarray(to, target));
}

/** Reads texts that continue one state; returns the last row of each, [rows, hidden]. */
async function* lastRows(
  reader: ContextReader,
  pace: RowPace,
  start: ReturnType<ContextReader['begin']>,
  texts: readonly Int32Array[],
  width: number,
): AsyncGenerator<void, Float32Array, void> {
  const rows = new Float32Array(texts.length * width);
  const longest = Math.max(...texts.map((text) => text.length));
  let state = start;
  for (let from = 0; from < longest;) {
    const to = Math.min(longest, from + pace.tokens(texts.length));
    // Shorter texts are filled up at their end, which what stands before does not see.
    const piece = texts.map((text) => Int32Array.from({ length: to - from }, (_id, at) => text[from + at] ?? text[0]!));
    const begin = state;
    const { hidden, state: after } = await pace.time(texts.length * (to - from), () =>
      reader.read(begin, piece, to < longest),
    );
    texts.forEach(({ length }, row) => {
      const at = length - 1 - from;
      if (at < 0 || at >= to - from) return;
      const place = row * (to - from) + at;
      rows.set(hidden.subarray(place * width, (place + 1) * width), row * width);
    });
    state = after;
    from = to;
    yield;
  }
  return rows;
}

/**
 * log p of a token when parts of what stands before it are left out or replaced (occlusion, Zeiler and Fergus 2014; for
 * texts Li et al. 2016, https://arxiv.org/abs/1612.08220). What stands before a run is read once and continued from
 * there, for several runs at once. `report`: runs done.
 */
export async function* occlude(
  model: Pick<LanguageModel, 'score' | 'hiddenSize'>,
  reader: ContextReader,
  prefix: Prefix,
  pace: RowPace,
  task: OcclusionTask,
  report: (done: number) => void,
): AsyncGenerator<void, Occlusion, void> {
  const { ids, target, runs, filler } = task;
  const width = model.hiddenSize;
  const last = yield* prefix.readTo(target);
  const scored = await model.score(last, Int32Array.of(ids[target]!), 0);
  const without = new Float32Array(runs.length).fill(NaN);
  /** A state before the run, and one token before it where nothing follows that could be read. */
  const startOf = ({ from, to }: TokenRun): number =>
    prefix.before(filler === undefined && to === target ? from - 1 : from)?.at ?? -1;
  for (let first = 0; first < runs.length;) {
    const start = startOf(runs[first]!);
    const begin = prefix.before(start);
    if (!begin) {
      first++;
      continue;
    }
    const most = Math.max(
      1,
      Math.min(reader.rows, pace.rows(), Math.floor(mostCopied / Math.max(1, begin.state.bytes))),
    );
    let end = first + 1;
    while (end < runs.length && end - first < most && startOf(runs[end]!) === start) end++;
    const texts = runs.slice(first, end).map((run) => edited(task, run, start));
    const rows = yield* lastRows(reader, pace, begin.state, texts, width);
    const { logprob } = await model.score(rows, new Int32Array(texts.length).fill(ids[target]!), 0);
    without.set(logprob, first);
    first = end;
    report(first);
  }
  return { logprob: scored.logprob[0]!, without };
}

import type { GeneratedSequence, GenerationEnd, GenerationOptions } from '../../protocol';
import type { LanguageModel } from '../families/language-model';
import { extended, sequenceOf, type Hypothesis, type Told } from './hypothesis';
import { logProbabilities, readNext, type Reading } from './next-tokens';
import type { Sampler } from './sampler';
import { samplerChain } from './sampler-chain';
import { textEnds, type TextEnds } from './text-ends';

/** A hypothesis that goes on: what it has read, and its summed log-probability after the penalties, nats. */
export interface Beam {
  readonly hypothesis: Hypothesis;
  readonly reading: Reading;
  readonly total: number;
}

/** A hypothesis with one token more. */
export interface Candidate {
  readonly from: Beam;
  readonly id: number;
  readonly logprob: number;
  readonly total: number;
}

/** A hypothesis that ended. */
export interface Finished {
  readonly hypothesis: Hypothesis;
  readonly end: GenerationEnd;
  readonly total: number;
  readonly score: number;
}

/** What became of a candidate: it goes on, it ended and was kept, it ended too low, or others were better. */
export type Fate = 'live' | 'finished' | 'ended-low' | 'beaten';

/** One step of a search, for those who watch it. */
export interface SearchStep {
  /** New tokens of every candidate. */
  readonly length: number;
  /** All that was looked at, best first; `total`: summed log-probability after the penalties, nats. */
  readonly candidates: readonly {
    readonly hypothesis: Hypothesis;
    readonly total: number;
    readonly fate: Fate;
  }[];
  /** Kept so far, best first. */
  readonly finished: readonly Finished[];
  /** The search ends with this step. */
  readonly over: boolean;
}

/** Adds a candidate to the best `count`, best first. */
function insert(best: Candidate[], candidate: Candidate, count: number): void {
  let at = best.length;
  while (at > 0 && best[at - 1]!.total < candidate.total) at--;
  if (at >= count) return;
  best.splice(at, 0, candidate);
  if (best.length > count) best.pop();
}

/** The best continuations of all beams, best first; `first` changes the log-probabilities before the samplers do. */
export function candidatesOf(
  beams: readonly Beam[],
  prompt: Int32Array,
  options: GenerationOptions,
  count: number,
  first: Sampler = () => undefined,
): Candidate[] {
  const samplers = samplerChain(options.samplers);
  const best: Candidate[] = [];
  for (const from of beams) {
    const own = logProbabilities(from.reading.logits);
    const scores = own.slice();
    const previous = Int32Array.of(...prompt, ...from.hypothesis.ids);
    for (const sampler of [first, ...samplers]) sampler(scores, previous);
    for (let id = 0; id < scores.length; id++) {
      const total = from.total + scores[id]!;
      if (total > (best[count - 1]?.total ?? -Infinity)) insert(best, { from, id, logprob: own[id]!, total }, count);
    }
  }
  return best;
}

function asWatched(fates: readonly Fate[]) {
  return ({ from, id, logprob, total }: Candidate, at: number): SearchStep['candidates'][number] => ({
    hypothesis: extended(from.hypothesis, id, logprob),
    total,
    fate: fates[at]!,
  });
}

/** Why the candidate ends here; undefined: it goes on. */
export async function endOf(
  model: LanguageModel,
  { from, id }: Candidate,
  options: GenerationOptions,
  ends: TextEnds,
): Promise<GenerationEnd | undefined> {
  if (model.endTokens.includes(id)) return 'end-token';
  const ids = [...from.hypothesis.ids, id];
  const found = ends.any ? ends.find(await model.tokenizer.decode(Int32Array.from(ids))) : undefined;
  if (found) return found.end;
  return ids.length >= options.maxNewTokens ? 'length' : undefined;
}

/** The beams that the candidates become, a yield after each. */
export async function* readOn(
  model: LanguageModel,
  going: readonly Candidate[],
): AsyncGenerator<void, readonly Beam[], void> {
  const next: Beam[] = [];
  for (const [at, { from, id, logprob, total }] of going.entries()) {
    // The last one that goes on from a beam takes its place over, the others copies of it.
    const last = going.findLastIndex((other) => other.from === from) === at;
    const place = last ? from.reading.place : from.reading.place.copy();
    const reading = await readNext(model, place, id);
    next.push({ hypothesis: extended(from.hypothesis, id, logprob), reading, total });
    yield;
  }
  return next;
}

/**
 * Beam search as transformers' generate() does it (`_beam_search` of version 4.57): twice as many candidates as beams are
 * looked at, those among the first `beams` that end are kept by score = log-probability / tokens ** lengthPenalty, and the
 * search ends when no beam can get better than the worst one kept. `watched` is told every step.
 */
export async function* beamSearch(
  model: LanguageModel,
  prompt: Int32Array,
  start: Reading,
  options: GenerationOptions,
  told: Told,
  watched?: (step: SearchStep) => void,
): AsyncGenerator<void, readonly GeneratedSequence[], void> {
  const { beams: width, lengthPenalty, earlyStopping } = options;
  const ends = await textEnds(model.tokenizer, prompt, options);
  const looked = Math.max(2, 1 + model.endTokens.length) * width;
  let beams: readonly Beam[] = [{ hypothesis: { ids: [], logprobs: [] }, reading: start, total: 0 }];
  let finished: readonly Finished[] = [];
  for (let length = 1; ; length++) {
    const candidates = candidatesOf(beams, prompt, options, looked);
    const going: Candidate[] = [];
    const fates: Fate[] = [];
    for (const [place, candidate] of candidates.entries()) {
      const end = await endOf(model, candidate, options, ends);
      if (end === undefined) {
        fates.push(going.length < width ? 'live' : 'beaten');
        if (going.length < width) going.push(candidate);
        continue;
      }
      const low = place >= width || (earlyStopping && finished.length >= width);
      fates.push(low ? 'ended-low' : 'finished');
      if (low) continue;
      const { from, id, logprob, total } = candidate;
      const hypothesis = extended(from.hypothesis, id, logprob);
      finished = [...finished, { hypothesis, end, total, score: total / length ** lengthPenalty }];
    }
    finished = [...finished].sort((a, b) => b.score - a.score).slice(0, width);
    const best = going[0];
    const worst = finished.length < width ? -Infinity : finished.at(-1)!.score;
    const full = finished.length >= width;
    const over = best === undefined || (full && (earlyStopping || best.total / length ** lengthPenalty <= worst));
    watched?.({ length, candidates: candidates.map(asWatched(fates)), finished, over });
    if (over) break;
    yield;
    beams = yield* readOn(model, going);
    const leading = beams[0]!.hypothesis;
    told(0, leading, ends.certain(await model.tokenizer.decode(Int32Array.from(leading.ids))));
  }
  return Promise.all(
    finished
      .slice(0, options.returned)
      .map(({ hypothesis, end, total }) => sequenceOf(model.tokenizer, hypothesis, end, total, lengthPenalty, ends)),
  );
}

import type { GeneratedSequence, GenerationOptions } from '../../protocol';
import type { LanguageModel } from '../families/language-model';
import { candidatesOf, endOf, readOn, type Beam, type Candidate, type Finished } from './beam-search';
import { extended, sequenceOf, type Told } from './hypothesis';
import type { Reading } from './next-tokens';
import type { Sampler } from './sampler';
import { textEnds } from './text-ends';

/** Beams that are searched together. */
interface Group {
  readonly beams: readonly Beam[];
  /** At most as many as there are beams. */
  readonly finished: readonly Finished[];
  /** None of its beams can get better any more. */
  readonly done: boolean;
}

/** transformers' HammingDiversityLogitsProcessor: what earlier groups took in this step is less welcome. */
const diversity =
  (penalty: number, taken: readonly number[]): Sampler =>
  (scores) => {
    for (const id of taken) scores[id]! -= penalty;
  };

/** Keeps what ended among the best `width`; equals as transformers' BeamHypotheses has them. */
function kept(finished: readonly Finished[], added: Finished, width: number): readonly Finished[] {
  const all = [...finished, added];
  if (all.length <= width) return all;
  if (finished.every(({ score }) => score >= added.score)) return finished;
  const worst = all.reduce((at, one, i) => (one.score < all[at]!.score ? i : at), 0);
  return all.filter((_one, at) => at !== worst);
}

/**
 * Diverse beam search (Vijayakumar et al. 2016, https://arxiv.org/abs/1610.02424) as transformers' generate() does it
 * (`_group_beam_search` of version 4.50): each group is a beam search of its own, in which a token costs
 * `diversityPenalty` for each beam of an earlier group that took it in the same step; the best of all groups are
 * returned. A group that has ended takes nothing any more (transformers counts its padding as a token).
 */
export async function* groupBeamSearch(
  model: LanguageModel,
  prompt: Int32Array,
  start: Reading,
  options: GenerationOptions,
  told: Told,
): AsyncGenerator<void, readonly GeneratedSequence[], void> {
  const { lengthPenalty, diversityPenalty, earlyStopping, maxNewTokens } = options;
  const width = options.beams / options.groups;
  const looked = Math.max(2, 1 + model.endTokens.length) * width;
  const ends = await textEnds(model.tokenizer, prompt, options);
  const first: Beam = { hypothesis: { ids: [], logprobs: [] }, reading: start, total: 0 };
  let groups = Array.from({ length: options.groups }, (): Group => ({ beams: [first], finished: [], done: false }));
  const weighed = ({ from, id, logprob, total }: Candidate, end: Finished['end'], length: number): Finished => {
    const hypothesis = extended(from.hypothesis, id, logprob);
    return { hypothesis, end, total, score: total / length ** lengthPenalty };
  };
  for (let length = 1; ; length++) {
    const going: (readonly Candidate[])[] = [];
    const taken: number[] = [];
    const next: Group[] = [];
    for (const group of groups) {
      if (group.done) {
        going.push([]);
        next.push(group);
        continue;
      }
      const candidates = candidatesOf(group.beams, prompt, options, looked, diversity(diversityPenalty, taken));
      let { finished } = group;
      const live: Candidate[] = [];
      for (const [place, candidate] of candidates.entries()) {
        if (live.length === width) break;
        const end = await endOf(model, candidate, options, ends);
        // What is as long as was asked for ends below, after what ended by itself.
        if (end === undefined || end === 'length') live.push(candidate);
        else if (place < width) finished = kept(finished, weighed(candidate, end, length), width);
      }
      const best = (candidates[0]?.total ?? -Infinity) / length ** lengthPenalty;
      const worst = Math.min(...finished.map(({ score }) => score));
      const done = finished.length >= width && (earlyStopping || worst >= best);
      if (!done && length >= maxNewTokens) {
        for (const candidate of live) finished = kept(finished, weighed(candidate, 'length', length), width);
      }
      taken.push(...live.map(({ id }) => id));
      going.push(done || length >= maxNewTokens ? [] : live);
      next.push({ beams: group.beams, finished, done: done || live.length === 0 });
    }
    if (length >= maxNewTokens || next.every(({ done }) => done)) {
      groups = next;
      break;
    }
    yield;
    // All at once: the groups share the prompt's place at first.
    const beams = yield* readOn(model, going.flat());
    let at = 0;
    groups = next.map((group, i) => ({ ...group, beams: beams.slice(at, (at += going[i]!.length)) }));
    const leading = groups.flatMap((group) => group.beams).reduce((a, b) => (b.total > a.total ? b : a)).hypothesis;
    told(0, leading, ends.certain(await model.tokenizer.decode(Int32Array.from(leading.ids))));
  }
  // Of equals the later one first, as transformers takes them from the end of a sorted list.
  const found = groups.flatMap(({ finished }) => finished).reverse().sort((a, b) => b.score - a.score); // prettier-ignore
  return Promise.all(
    found
      .slice(0, options.returned)
      .map(({ hypothesis, end, total }) => sequenceOf(model.tokenizer, hypothesis, end, total, lengthPenalty, ends)),
  );
}

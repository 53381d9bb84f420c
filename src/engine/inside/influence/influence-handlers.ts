import type { CancellationToken } from 'vscode-jsonrpc';
import type {
  Filler,
  InfluenceCurve,
  InfluenceMeasure,
  InfluenceReading,
  InfluenceRequests,
  Provenance,
  RequestOf,
} from '../../../protocol';
import type { LanguageModel } from '../../families/language-model';
import type { Handlers } from '../../handlers';
import { provenanceOf } from '../../scoring/window-shape';
import { CurveMean } from './influence-curve';
import { fillerOf } from './influence-filler';
import { gradientNorms } from './influence-gradient';
import { chooseMeasure } from './influence-measure';
import { readTarget, readTargets } from './influence-reading';
import { placesOf, unitsBefore, type TokenRun } from './influence-units';
import type { Report } from '../../report';
import type { Inside } from '../inside';
import { occlude } from './occlusion';
import { Prefix } from './prefix';
import { RowPace } from './row-pace';
import { contextReader } from './row-reader';

/** Tokens of the deepest curve. */
const deepest = 4096;
/** Targets that are gone through at once. */
const mostTargets = 256;

function provenance(model: LanguageModel, read: number): Provenance {
  const window = model.context === undefined ? Infinity : read;
  return provenanceOf(model, { window, stride: window });
}

async function fillerFor(
  measure: InfluenceMeasure,
  { tokenizer }: LanguageModel,
  token: CancellationToken,
): Promise<{ readonly filler?: Filler }> {
  return measure === 'replaced' ? { filler: await fillerOf(tokenizer, token) } : {};
}

/** The norm of a unit's gradient, its tokens taken together. */
function normOf(norms: Float64Array, { from, to }: TokenRun): number {
  return Math.hypot(...norms.subarray(from, to));
}

async function* influence(
  inside: Inside,
  model: LanguageModel,
  request: RequestOf<'influence'>,
  report: Report,
  token: CancellationToken,
): AsyncGenerator<void, InfluenceReading, void> {
  const { unit, text } = request;
  const measure = await chooseMeasure(request.measure, model, inside.sessions);
  const filler = await fillerFor(measure, model, token);
  const { tokens, targets } = await readTarget(request, model, measure, unit, token);
  const target = targets[0]!;
  const runs = unitsBefore(text, tokens, target, unit);
  const about = { tokens, provenance: provenance(model, tokens.ids.length), target, measure, unit, ...filler };
  const units = placesOf(tokens, target, runs);
  const { ids } = tokens;
  if (measure === 'gradient') {
    const found = yield* gradientNorms(inside.sessions, model, { ids, targets }, (done, total) => {
      report(Math.floor((runs.length * done) / total), runs.length);
    });
    const values = Float32Array.from(runs, (run) => normOf(found.norms[0]!, run));
    return { ...about, logprob: found.logprob[0]!, units, values };
  }
  const reader = await contextReader(inside.sessions, model);
  const pace = new RowPace();
  const prefix = new Prefix(reader, ids, pace, model.hiddenSize);
  const task = { ids, target, runs, filler: filler.filler?.id };
  const { logprob, without } = yield* occlude(model, reader, prefix, pace, task, (done) => report(done, runs.length));
  return { ...about, logprob, units, values: without.map((value) => logprob - value) };
}

async function* influenceCurve(
  inside: Inside,
  model: LanguageModel,
  request: RequestOf<'influenceCurve'>,
  report: Report,
  token: CancellationToken,
): AsyncGenerator<void, InfluenceCurve, void> {
  const measure = await chooseMeasure(request.measure, model, inside.sessions);
  const filler = await fillerFor(measure, model, token);
  const longest = Math.max(1, Math.min(request.longest, deepest));
  const asked = { ...request, targets: Math.min(request.targets, mostTargets), longest };
  const { tokens, targets } = await readTargets(asked, model, token);
  const { ids, special } = tokens;
  const mean = new CurveMean(longest);
  if (measure === 'gradient') {
    const found = yield* gradientNorms(inside.sessions, model, { ids, targets, longest }, (done, total) => {
      report(Math.floor((targets.length * done) / total), targets.length);
    });
    targets.forEach((target, k) => {
      found.norms[k]!.forEach((norm, at) => special[at] === 0 && mean.add(target - at, norm));
    });
  } else {
    const reader = await contextReader(inside.sessions, model);
    const pace = new RowPace();
    const prefix = new Prefix(reader, ids, pace, model.hiddenSize);
    for (const [done, target] of targets.entries()) {
      const runs = unitsBefore(request.text, tokens, target, 'token').slice(-longest);
      prefix.forget(Math.max(0, (runs[0]?.from ?? target) - 1));
      const task = { ids, target, runs, filler: filler.filler?.id };
      const { logprob, without } = yield* occlude(model, reader, prefix, pace, task, () => undefined);
      runs.forEach(({ from }, i) => mean.add(target - from, logprob - without[i]!));
      report(done + 1, targets.length);
    }
  }
  const about = { tokens, provenance: provenance(model, ids.length), measure, ...filler, targets: targets.length };
  return { ...about, ...mean.result() };
}

/** Requests about influence. */
export const influenceHandlers: Handlers<keyof InfluenceRequests> = {
  influence: ({ inside }, request, token) =>
    inside.work(request, token, (model, report) => influence(inside, model, request, report, token)),
  influenceCurve: ({ inside }, request, token) =>
    inside.work(request, token, (model, report) => influenceCurve(inside, model, request, report, token)),
};

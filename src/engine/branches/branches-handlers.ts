import {
  defaultGeneration,
  fail,
  type BeamOptions,
  type BranchPath,
  type BranchesRequests,
  type Fork,
  type ForbiddenToken,
  type ForkOptions,
  type GenerationOptions,
} from '../../protocol';
import { beamSearch } from '../decoding/beam-search';
import { checkGeneration } from '../decoding/generate-options';
import type { Engine } from '../engine';
import type { LanguageModel } from '../families/language-model';
import type { Handlers } from '../handlers';
import { provenanceOf } from '../scoring/window-shape';
import { forkOf } from './fork-of';
import { KeptBranches } from './kept-branches';
import { likelyBranches } from './likely-branches';
import { readBefore } from './read-branches';
import { textOf } from './text-of';
import { BeamRecord } from './trace-beams';

const mostTop = 64;

function keptOf({ inside }: Engine, { reading }: { readonly reading: number }): KeptBranches {
  return inside.readings.get(reading, KeptBranches);
}

function workOf({ request }: KeptBranches, { task }: { readonly task?: string }) {
  return { ...request, ...(task !== undefined && { task }) };
}

function checkTop(top: number): void {
  if (Number.isSafeInteger(top) && top >= 1 && top <= mostTop) return;
  throw fail('bad-request', `top is ${top}; it must be a whole number from 1 to ${mostTop}.`);
}

/** The logits behind a path, [vocabulary]. Refuses (`run-failed`) those that are no numbers. */
async function logitsAt(model: LanguageModel, kept: KeptBranches, path: BranchPath): Promise<Float32Array> {
  const logits = await model.logits(await kept.row(path));
  if (logits.some(Number.isNaN)) {
    throw fail('run-failed', 'The model gave logits that are no numbers. Choose another precision of it.');
  }
  return logits;
}

async function forkAt(model: LanguageModel, kept: KeptBranches, path: BranchPath, options: ForkOptions): Promise<Fork> {
  return forkOf(model, await logitsAt(model, kept, path), path, options);
}

/** How the search is asked for; a token that is forbidden after a path is one that must not follow all that came before. */
function generationOf(
  { beams, lengthPenalty, earlyStopping, maxNewTokens, stop }: BeamOptions,
  forbidden: readonly ForbiddenToken[],
  kept: KeptBranches,
): GenerationOptions {
  const bannedIds = forbidden.map(({ id, path }) => (path === undefined ? [id] : [...kept.prompt, ...path, id]));
  const samplers = bannedIds.length > 0 ? { bannedIds } : {};
  return { ...defaultGeneration, beams, returned: beams, lengthPenalty, earlyStopping, maxNewTokens, stop, samplers };
}

function checkBeams(options: GenerationOptions, path: BranchPath, room: number): void {
  checkGeneration(options);
  if (options.beams < 2)
    throw fail('bad-request', `beams is ${options.beams}; it must be a whole number from 2 to 64.`);
  const left = room - path.length;
  if (options.maxNewTokens <= left) return;
  throw fail(
    'bad-request',
    `maxNewTokens is ${options.maxNewTokens}; there is room for ${Math.max(0, left)} tokens more.`,
  );
}

/** Requests about how a text may go on. */
export const branchesHandlers: Handlers<keyof BranchesRequests> = {
  branches: async ({ inside }, request, token) => {
    checkTop(request.top);
    return inside.work(request, token, async function* (model, report) {
      const { tokens, room } = await readBefore(request, model, token);
      yield;
      const { precision, provider } = request;
      const kept = new KeptBranches({ model: request.model, precision, provider }, tokens, room);
      yield* kept.start(model, report);
      const root = await forkAt(model, kept, [], { top: request.top, forbidden: [], forced: [] });
      const window = model.context ?? Infinity;
      return {
        reading: inside.readings.add(kept),
        tokens,
        provenance: provenanceOf(model, { window, stride: window }),
        at: request.focus.end,
        room,
        root,
      };
    });
  },
  branchesUnfold: async (engine, request, token) => {
    const kept = keptOf(engine, request);
    checkTop(request.top);
    return engine.inside.work(workOf(kept, request), token, async function* (model, report) {
      yield* kept.start(model, report);
      const forks: Fork[] = [];
      for (const path of request.paths) {
        forks.push(await forkAt(model, kept, path, request));
        yield;
      }
      engine.inside.readings.trim();
      return forks;
    });
  },
  branchesLikely: async (engine, request, token) => {
    const kept = keptOf(engine, request);
    checkTop(request.top);
    const { depth, mass, most } = request;
    if (!(depth >= 1 && most >= 1 && mass > 0 && mass <= 1)) {
      throw fail('bad-request', 'depth and most must be at least 1, and mass above 0 and at most 1.');
    }
    return engine.inside.work(workOf(kept, request), token, async function* (model, report) {
      yield* kept.start(model, () => undefined);
      const found = yield* likelyBranches(request, (path) => forkAt(model, kept, path, request), report);
      engine.inside.readings.trim();
      return found;
    });
  },
  branchesText: async (engine, request, token) => {
    const kept = keptOf(engine, request);
    return engine.inside.work(workOf(kept, request), token, async function* ({ tokenizer }) {
      return textOf(tokenizer, kept.prompt, request.path);
    });
  },
  branchesBeams: async (engine, request, token) => {
    const kept = keptOf(engine, request);
    const { path } = request;
    const options = generationOf(request.options, request.forbidden, kept);
    checkBeams(options, path, kept.room);
    return engine.inside.work(workOf(kept, request), token, async function* (model, report) {
      yield* kept.start(model, () => undefined);
      const { tokenizer } = model;
      const start = { place: await kept.place(path), logits: await logitsAt(model, kept, path) };
      const prompt = Int32Array.of(...kept.prompt, ...path);
      const record = new BeamRecord((id) => tokenizer.piece(id));
      const sequences = yield* beamSearch(
        model,
        prompt,
        start,
        options,
        () => undefined,
        (step) => {
          record.add(step);
          report(step.length, options.maxNewTokens);
        },
      );
      const { nodes, steps, ended } = record;
      const pathPieces = path.map((id) => tokenizer.piece(id));
      return { path, pathPieces, options: request.options, nodes, steps, ended, sequences };
    });
  },
};

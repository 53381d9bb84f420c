import { fail, type CellOrder, type GatesReading, type GatesRequests } from '../../../protocol';
import type { Engine } from '../../engine';
import type { Handlers } from '../../handlers';
import { provenanceOf } from '../../scoring/window-shape';
import { isEncoder } from '../encoder/encoder-open';
import { findGates, findInReading } from './find-gates';
import { readEncoderGates, type GatesRead } from '../encoder/gates-encoder';
import { GatesSession } from './gates-session';
import type { Inside } from '../inside';
import { KeptGates, type SeriesValues } from './kept-gates';
import { byIndex, bySize, correlations, variances, type OrderedCells } from './order-cells';
import { readGates } from './read-gates';

function keptOf({ inside }: Engine, { reading }: { readonly reading: number }): KeptGates {
  return inside.readings.get(reading, KeptGates);
}

/** float32 [to - from, cells] */
function pick(series: SeriesValues, from: number, to: number, cells: Int32Array): Float32Array {
  const picked = new Float32Array((to - from) * cells.length);
  for (let t = from; t < to; t++) {
    cells.forEach((cell, i) => (picked[(t - from) * cells.length + i] = series.values[t * series.cells + cell]!));
  }
  return picked;
}

function order(kept: KeptGates, series: SeriesValues, by: CellOrder): OrderedCells {
  // A start token is no text: it would count as a token without quotes, brackets and indentation.
  const counts = kept.tokens.special.map((special) => 1 - special);
  if (by === 'index' || by === 'variance') {
    const scores = variances(series, counts);
    return by === 'index' ? byIndex(scores) : bySize(scores);
  }
  return bySize(correlations(series, kept.property(by), counts));
}

/** Cells whose value is above the threshold, in absolute value, at every token of [from, to). */
function cellsOn({ cells, values }: SeriesValues, from: number, to: number, threshold: number): Int32Array {
  return Int32Array.from({ length: cells }, (_, cell) => cell).filter((cell) => {
    for (let t = from; t < to; t++) if (!(Math.abs(values[t * cells + cell]!) > threshold)) return false;
    return true;
  });
}

/** Keeps what was read and tells about it. */
function answer({ readings }: Inside, { kept, ...facts }: GatesRead): GatesReading {
  return {
    reading: readings.add(kept),
    tokens: kept.tokens,
    layers: kept.layers.map(({ name, cell, reverse, cells }) => ({ name, cell, reverse, cells })),
    ...facts,
  };
}

/** Requests about gates. */
export const gatesHandlers: Handlers<keyof GatesRequests> = {
  gates: async (engine, request, token) => {
    const { inside, pool } = engine;
    const folder = engine.folderOf(request.model);
    if (await isEncoder(folder)) {
      return inside.workWith({}, request.task, token, async function* (_model, report) {
        return answer(inside, yield* readEncoderGates(request, folder, pool.threads, report, token));
      });
    }
    return inside.work(request, token, async function* (model, report) {
      const session = new GatesSession(inside.sessions, model);
      const kept = yield* readGates(request, model, session, report, token);
      const window = session.carried ? Infinity : kept.tokens.ids.length;
      return answer(inside, {
        kept,
        missing: session.missing,
        provenance: provenanceOf(model, { window, stride: window }),
      });
    });
  },
  gatesValues: (engine, request) => {
    const kept = keptOf(engine, request);
    const { layer, series, from, to, cells } = request;
    kept.checkRange(from, to);
    kept.checkCells(layer, cells);
    return Promise.resolve(pick(kept.values(layer, series), from, to, cells));
  },
  gatesOrder: (engine, request) => {
    const kept = keptOf(engine, request);
    return Promise.resolve(order(kept, kept.values(request.layer, request.series), request.by));
  },
  gatesProperty: (engine, request) => Promise.resolve(keptOf(engine, request).property(request.property)),
  gatesOn: (engine, request) => {
    const kept = keptOf(engine, request);
    const { layer, series, from, to, threshold } = request;
    kept.checkRange(from, to);
    if (from === to) throw fail('bad-request', 'No token is chosen. Choose the tokens at which cells are on.');
    return Promise.resolve(cellsOn(kept.values(layer, series), from, to, threshold));
  },
  gatesFind: async (engine, request, token) => {
    const { inside } = engine;
    const kept = keptOf(engine, request);
    const { model, precision, provider } = kept.request;
    if (await isEncoder(engine.folderOf(model))) return findInReading(request, kept);
    const work = { model, precision, provider, ...(request.task !== undefined && { task: request.task }) };
    return inside.work(work, token, (loaded, report) =>
      findGates(request, kept, loaded, new GatesSession(inside.sessions, loaded), report, token),
    );
  },
};

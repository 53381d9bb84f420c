import type { CancellationToken } from 'vscode-jsonrpc';
import {
  fail,
  type AttentionReading as AttentionAnswer,
  type AttentionRequests,
  type RequestOf,
} from '../../../protocol';
import type { LanguageModel } from '../../families/language-model';
import type { Handlers } from '../../handlers';
import { provenanceOf } from '../../scoring/window-shape';
import { largestOf, stripOf, tileOf } from './attention-matrix';
import { AttentionReading } from './attention-reading';
import { isEncoder, type OpenEncoder } from '../encoder/encoder-open';
import type { Report } from '../../report';
import type { Inside } from '../inside';
import { observeAttention } from './observe-attention';
import type { ObservedModel } from './observed-model';

/** Requests about attention. */
export const attentionHandlers: Handlers<keyof AttentionRequests> = {
  attention: async (engine, request, token) => {
    const { inside, pool } = engine;
    const { model: name, precision, task } = request;
    const folder = engine.folderOf(name);
    if (await isEncoder(folder)) {
      const model = await inside.encoders.get(folder, { precision, threads: pool.threads }, token);
      return inside.workWith(model, task, token, ({ observed }, report) =>
        read(inside, request, model, observed, report, token),
      );
    }
    return inside.work(request, token, async function* (model, report) {
      const observed = await observeAttention(model, inside.sessions);
      yield;
      return yield* read(inside, request, model, observed, report, token);
    });
  },
  attentionMap: async ({ inside }, { reading, map, task }, token) => {
    const matrix = await inside.readings.get(reading, AttentionReading).map(map, task, token);
    return { rows: matrix.rows, columns: matrix.columns, largest: largestOf(matrix) };
  },
  attentionTile: async ({ inside }, { reading, map, ...rectangle }, token) => {
    const { scale, row, column } = rectangle;
    if (!(Number.isInteger(Math.log2(scale)) && scale >= 1)) {
      throw fail('bad-request', `The scale of a tile is a power of two, not ${scale}.`);
    }
    if (![row, column].every((at) => at >= 0 && at % scale === 0)) {
      throw fail('bad-request', `A tile begins at multiples of its scale ${scale}, not at ${row}, ${column}.`);
    }
    return tileOf(await inside.readings.get(reading, AttentionReading).map(map, undefined, token), rectangle);
  },
  attentionStrip: async ({ inside }, { reading, map, axis, index }, token) => {
    const matrix = await inside.readings.get(reading, AttentionReading).map(map, undefined, token);
    const count = axis === 'row' ? matrix.rows : matrix.columns;
    if (!(Number.isInteger(index) && index >= 0 && index < count)) {
      throw fail('bad-request', `There is no ${axis} ${index}: the map has ${count}, counted from 0.`);
    }
    return stripOf(matrix, axis, index);
  },
  closeReading: ({ inside }, { reading }) => {
    inside.readings.close(reading);
    return Promise.resolve(null);
  },
};

/** Reads a text and keeps the reading. */
async function* read(
  inside: Inside,
  request: RequestOf<'attention'>,
  model: OpenEncoder | LanguageModel,
  observed: ObservedModel,
  report: Report,
  token: CancellationToken,
): AsyncGenerator<void, AttentionAnswer, void> {
  const text = yield* observed.read(request, report, token);
  const { tokens, target, thumbnails } = text;
  const window = tokens.ids.length;
  return {
    reading: inside.readings.add(new AttentionReading(inside, model, text, observed.stacks)),
    tokens,
    ...(target && { target }),
    stacks: observed.stacks.map((stack, at) => ({ ...stack, thumbnails: thumbnails[at]! })),
    // Only the CPU's operators show their weights.
    provenance: { ...provenanceOf(model, { window, stride: window }), provider: 'cpu' },
  };
}

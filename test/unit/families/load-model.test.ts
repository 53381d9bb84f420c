import assert from 'node:assert/strict';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import type { OnnxModel } from '../../../src/engine/graph/onnx-model';
import { splitModel } from '../../../src/engine/graph/split-model';
import { mergedModel, projections, tinyLstm, tinyModel, withExternalData, type TinyOptions } from '../graph/tiny-model';
import { encodeModel } from '../../../src/engine/graph/onnx-model';
import { largestDifference, referenceLogits, scoreRow } from './reference';
import { filesFor, folderOf, load, lstmDescription, removeFolders, without, type Files } from './tiny-folder';

const ids = Int32Array.from({ length: 70 }, (_id, at) => (at * at + 3 * at + 5) % 64);
const labels = ids.slice(1);
const top = 5;

async function withModel(files: Files, use: (model: LanguageModel) => Promise<void> | void): Promise<void> {
  const model = await load(folderOf(files));
  try {
    await use(model);
  } finally {
    await model.dispose();
  }
}

/** Reads all ids in pieces of `size` tokens; rows of hidden for all but the last. */
async function readInPieces(model: LanguageModel, size: number): Promise<Float32Array> {
  const rows = new Float32Array(ids.length * model.hiddenSize);
  let state = model.begin();
  for (let from = 0; from < ids.length; from += size) {
    const read = await model.read(state, ids.slice(from, from + size), from + size < ids.length);
    rows.set(read.hidden, from * model.hiddenSize);
    state = read.state;
  }
  assert.equal(state.length, ids.length);
  return rows.subarray(0, labels.length * model.hiddenSize);
}

async function check(graph: OnnxModel, files: Files, tolerance: number): Promise<void> {
  const logits = await referenceLogits(graph, [...ids]);
  await withModel(files, async (model) => {
    for (const size of [ids.length, 16, 1]) {
      const scores = await model.score(await readInPieces(model, size), labels, top);
      const difference = largestDifference(scores, logits, labels, top);
      assert.ok(difference < tolerance, `pieces of ${size}: ${difference}`);
    }
  });
}

describe('loadModel', () => {
  after(removeFolders);

  for (const name of Object.keys(projections)) {
    // What is computed in few bits depends on which rows go together: close, but ranks may swap.
    const lossy = new Map([
      ['dynamic int8', 0.1],
      ['half precision', 5e-3],
    ]).get(name);
    // Running sums of the logits begin anew in each piece, unless everything is read again.
    const cache = name !== 'none that can be cut off';
    it(`scores as the whole graph does: ${name}`, async () => {
      const graph = tinyModel({ projection: name, cache });
      const logits = await referenceLogits(graph, [...ids]);
      await withModel(filesFor(graph), async (model) => {
        for (const size of [ids.length, 16]) {
          const scores = await model.score(await readInPieces(model, size), labels, top);
          const difference =
            lossy === undefined
              ? largestDifference(scores, logits, labels, top)
              : Math.max(...scores.logprob.map((value, row) => Math.abs(value - logprobOf(logits, row))));
          assert.ok(difference < (lossy ?? 1e-4), `pieces of ${size}: ${difference}`);
        }
      });
    });
  }

  const shapes: readonly TinyOptions[] = [
    { cache: true, mask: true, positions: true },
    { cache: true, mask: false, positions: true },
    { cache: true, mask: true, positions: false },
    { cache: true, mask: true, positions: true, kinds: true },
    { cache: false, mask: true, positions: true },
    { cache: false, mask: false, positions: false },
  ];
  for (const shape of shapes) {
    const has = Object.entries(shape).map(([name, there]) => `${there ? 'with' : 'without'} ${name}`);
    it(`reads in one piece or many alike ${has.join(', ')}`, () =>
      check(tinyModel(shape), filesFor(tinyModel(shape)), 1e-4));
  }

  it('keeps a cache in half precision', async () => {
    await check(tinyModel(), filesFor(tinyModel({ halfCache: true })), 0.02);
  });

  it('reads merged exports, whose projection hides in branches', async () => {
    const graph = mergedModel();
    assert.equal(splitModel(graph, 'logits').projected, false);
    await check(graph, filesFor(graph), 1e-4);
  });

  it('reads weights from external files', async () => {
    const graph = tinyModel();
    const { model, data } = withExternalData(graph, 'model.onnx_data');
    await check(graph, filesFor(model, { 'onnx/model.onnx_data': data }), 1e-4);
  });

  it('finds the ONNX file at the top of the folder', async () => {
    const { 'onnx/model.onnx': onnx, ...rest } = filesFor(tinyModel());
    await check(tinyModel(), { ...rest, 'model.onnx': onnx! }, 1e-4);
  });

  it('loads a recurrent model that langscope.json describes, and carries its state', async () => {
    const graph = tinyLstm();
    const files = without(
      filesFor(graph, {
        'langscope.json': { ...lstmDescription, startToken: 3 },
      }),
      'config.json',
    );
    await check(graph, files, 1e-4);
    await withModel(files, (model) => {
      assert.equal(model.family, 'recurrent');
      assert.equal(model.context, undefined);
      assert.equal(model.tokenizer.startToken, 3);
    });
  });

  it('lets states meet where the past is forgotten, and only there', async () => {
    const files = filesFor(tinyLstm(), { 'langscope.json': lstmDescription });
    await withModel(files, async (model) => {
      const [one, other] = [Int32Array.of(1, 2, 3), Int32Array.of(9, 8, 7, 6)];
      const after = async (start: Int32Array, then: Int32Array): ReturnType<LanguageModel['read']> => {
        const { state } = await model.read(model.begin(), start, true);
        return model.read(state, then, true);
      };
      assert.equal((await after(one, ids.slice(0, 1))).state.meets((await after(other, ids.slice(0, 1))).state), false);
      assert.equal((await after(one, ids)).state.meets((await after(other, ids)).state), true);
    });
    await withModel(filesFor(tinyModel()), async (model) => {
      const read = await model.read(model.begin(), ids, true);
      assert.equal(read.state.meets(read.state), false);
    });
  });

  it('tells the precision it took and obeys the one that is asked for', async () => {
    const onnx = encodeModel(tinyModel());
    const folder = folderOf(filesFor(tinyModel(), { 'onnx/model_q4.onnx': onnx, 'onnx/model_quantized.onnx': onnx }));
    const wanted = { auto: 'fp32', q4: 'q4', q8: 'q8' } as const;
    for (const [precision, expected] of Object.entries(wanted)) {
      const model = await load(folder, { precision: precision as keyof typeof wanted });
      assert.equal(model.precision, expected);
      await model.dispose();
    }
  });

  it('gives no alternatives where none are asked for', async () => {
    await withModel(filesFor(tinyModel()), async (model) => {
      const { hidden } = await model.read(model.begin(), ids, false);
      const scores = await model.score(hidden.subarray(0, labels.length * model.hiddenSize), labels, 0);
      assert.equal(scores.topIds.length, 0);
      assert.equal(scores.logprob.length, labels.length);
    });
  });
});

function logprobOf(logits: readonly number[][], row: number): number {
  return scoreRow(logits[row]!, labels[row]!).logprob;
}

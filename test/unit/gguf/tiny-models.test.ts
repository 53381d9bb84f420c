import assert from 'node:assert/strict';
import { withAccuracyLevel } from '../../../src/engine/graph/few-rows';
import type { OnnxFile } from '../../../src/engine/graph/read-onnx';
import { inFolder, importTiny, tinyGolden, TinyRun } from './tiny-models';

const { ids, rows, models } = tinyGolden;
const vocabulary = 64;

/** The largest difference to PyTorch's logits. */
function difference(logits: Float32Array, golden: readonly (readonly number[])[]): number {
  const gaps = rows.flatMap((row, i) =>
    golden[i]!.map((value, id) => Math.abs(logits[row * vocabulary + id]! - value)),
  );
  return Math.max(...gaps);
}

/** The same graph with every product at an accuracy level: 1 counts in floating-point numbers, 4 rounds its inputs. */
function atLevel(level: number, file: OnnxFile): OnnxFile {
  const graph = withAccuracyLevel(file.model.graph, level);
  return { ...file, model: { ...file.model, graph } };
}

async function logitsOf(file: OnnxFile): Promise<Float32Array> {
  const run = await TinyRun.open(file);
  try {
    return (await run.read(ids)).logits;
  } finally {
    await run.dispose();
  }
}

describe('tiny models of every architecture, imported', () => {
  for (const [name, { rounding, logits, architecture }] of Object.entries(models)) {
    it(`${name} gives PyTorch's logits`, async () => {
      await inFolder(async (folder) => {
        const { imported, file } = await importTiny(name, folder);
        assert.equal(imported.architecture, architecture);
        assert.equal(imported.vocabulary, vocabulary);
        const exact = difference(await logitsOf(atLevel(1, file)), logits);
        assert.ok(exact < 1e-3, `${exact} in floating-point arithmetic`);
        const rounded = difference(await logitsOf(atLevel(4, file)), logits);
        assert.ok(rounded < Math.max(1e-3, 1.5 * rounding), `${rounded} with rounded inputs`);
      });
    });

    it(`${name} reads on from its cache as if it had read all at once`, async () => {
      await inFolder(async (folder) => {
        const { file } = await importTiny(name, folder);
        const run = await TinyRun.open(file);
        const whole = (await run.read(ids)).logits;
        const first = await run.read(ids.slice(0, 10));
        const some = await run.read(ids.slice(10, 17), 10, first.cache);
        let { cache } = some;
        const parts = [first.logits, some.logits];
        for (let at = 17; at < ids.length; at++) {
          const next = await run.read([ids[at]!], at, cache);
          ({ cache } = next);
          parts.push(next.logits);
        }
        await run.dispose();
        const joined = parts.flatMap((part) => [...part]);
        assert.equal(joined.length, whole.length);
        // Products of few rows may add in another order than those of many.
        const gap = Math.max(...joined.map((value, at) => Math.abs(value - whole[at]!)));
        assert.ok(gap < 1e-3, `${gap}`);
      });
    });
  }
});

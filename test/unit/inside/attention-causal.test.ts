import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AttentionEngine, expectedOf, exportsFolder, farthest, headMap, tokens } from './attention-engine';

const styles = readdirSync(exportsFolder).filter((name) => /^(gpt2|llama)-/.test(name));

/** The largest weight of each block of rows and columns, as a thumbnail shows it. */
function picture(matrix: readonly (readonly number[])[], size: number): number[] {
  const cells = new Array<number>(size * size).fill(0);
  matrix.forEach((row, i) =>
    row.forEach((value, j) => {
      const cell = Math.floor((i * size) / matrix.length) * size + Math.floor((j * size) / row.length);
      cells[cell] = Math.max(cells[cell]!, value);
    }),
  );
  return cells;
}

describe('Attention of decoder-only exports against PyTorch', () => {
  const engine = new AttentionEngine();
  after(() => engine.dispose(styles.map((name) => join(exportsFolder, name))));

  it('covers every way in which attention is written', () => {
    for (const style of ['gpt2-eager', 'gpt2-fused', 'gpt2-attention', 'gpt2-mha', 'gpt2-onnx', 'llama-gqa']) {
      assert.ok(styles.includes(style), style);
    }
  });

  for (const style of styles) {
    it(style, async () => {
      const folder = join(exportsFolder, style);
      const { text, ids, attention } = expectedOf(folder);
      const reading = await engine.read(folder, text);
      assert.deepEqual([...reading.tokens.ids], ids);
      const [stack] = reading.stacks;
      const { layers, heads, thumbnails } = stack!;
      assert.deepEqual([layers, heads], [attention.self.length, attention.self[0]!.length]);
      assert.deepEqual([stack!.name, stack!.causal, stack!.missing], ['self', true, []]);
      for (let layer = 0; layer < layers; layer++) {
        for (let head = 0; head < heads; head++) {
          const expected = attention.self[layer]![head]!;
          assert.ok(farthest(await engine.matrix(reading.reading, headMap(layer, head)), expected) < 1e-4);
          const { size, weights } = thumbnails;
          const at = (layer * heads + head) * size ** 2;
          const seen = [...weights.subarray(at, at + size ** 2)];
          assert.ok(farthest([seen], [picture(expected, size)]) < 1e-4, `thumbnail of ${layer}, ${head}`);
        }
        const expected = attention.self[layer]![0]!.map((row, i) =>
          row.map((_weight, j) => attention.self[layer]!.reduce((sum, head) => sum + head[i]![j]!, 0) / heads),
        );
        const mean = await engine.matrix(reading.reading, { stack: 0, source: { kind: 'mean', layer }, ...tokens });
        assert.ok(farthest(mean, expected) < 1e-4, `mean of ${layer}`);
      }
      await engine.ask('closeReading', { reading: reading.reading });
    });
  }
});

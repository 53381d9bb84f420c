import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../text/checkout';
import { AttentionEngine, farthest, headMap } from './attention-engine';

const folder = join(root, '../shared/models/smollm2-135m-instruct');
const golden = join(root, '../shared/golden/attention.json');

interface Golden {
  readonly cases: readonly {
    readonly text: string;
    readonly tokens: readonly { readonly id: number; readonly start: number; readonly end: number }[];
    readonly layers: number;
    readonly heads: number;
    readonly slices: readonly { readonly layer: number; readonly head: number; readonly weights: number[][] }[];
  }[];
}

describe('Attention of SmolLM2 (q4) against the reference figures', function () {
  this.timeout(120_000);
  const engine = new AttentionEngine();
  before(function () {
    if (existsSync(folder) && existsSync(golden)) return;
    console.log(`      ${folder} or ${golden} is not there: skipped`);
    this.skip();
  });
  after(() => engine.dispose([folder]));

  it('every head that is there', async () => {
    const { cases } = JSON.parse(readFileSync(golden, 'utf8')) as Golden;
    for (const { text, tokens, layers, heads, slices } of cases) {
      const { reading, tokens: read, stacks } = await engine.read(folder, text);
      assert.deepEqual([stacks[0]!.layers, stacks[0]!.heads], [layers, heads]);
      assert.deepEqual(
        Array.from(read.ids, (id, i) => ({ id, start: read.spans[2 * i], end: read.spans[2 * i + 1] })),
        tokens.map(({ id, start, end }) => ({ id, start, end })),
      );
      for (const { layer, head, weights } of slices) {
        const far = farthest(await engine.matrix(reading, headMap(layer, head)), weights);
        assert.ok(far <= 0.02, `layer ${layer}, head ${head}: ${far}`);
      }
    }
  });
});

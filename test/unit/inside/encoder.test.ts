import assert from 'node:assert/strict';
import { join } from 'node:path';
import { expectedOf, exportsFolder, furthest, open, readAll, request } from './encoder-exports';

for (const folder of ['bert-eager', 'bert-attention', 'bert-mha']) {
  describe(`Attention of an encoder: ${folder}`, () => {
    it("equals PyTorch's", async () => {
      const expected = expectedOf(folder);
      const model = await open(join(exportsFolder, folder));
      const text = await readAll(model, request(expected.text));
      assert.deepEqual([...text.tokens.ids], expected.ids);
      const worst = await furthest(model, text, 'self', expected.attention.self!);
      assert.ok(worst < 1e-4, `${worst}`);
      await model.dispose();
    });
  });
}

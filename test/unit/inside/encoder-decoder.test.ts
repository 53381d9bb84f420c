import assert from 'node:assert/strict';
import { join } from 'node:path';
import { expectedOf, exportsFolder, furthest, open, readAll, request } from './encoder-exports';

const folders = [
  't5-eager', 't5-fused', 't5-mha', 't5-onnx', 'bart-eager', 'bart-sdpa', 'bart-fused', 'bart-mha', 'marian-eager',
  'marian-fused', 'marian-mha',
]; // prettier-ignore

for (const folder of folders) {
  describe(`Attention of an encoder with its decoder: ${folder}`, () => {
    it("equals PyTorch's within both texts and from the second to the first", async () => {
      const expected = expectedOf(folder);
      const model = await open(join(exportsFolder, folder));
      const text = await readAll(model, request(expected.text, { target: expected.targetText! }));
      assert.deepEqual([...text.tokens.ids], expected.ids);
      assert.deepEqual([...text.target!.ids], expected.targetIds);
      for (const stack of ['encoder', 'decoder', 'cross'] as const) {
        const worst = await furthest(model, text, stack, expected.attention[stack]!);
        assert.ok(worst < 1e-4, `${stack}: ${worst}`);
      }
      await model.dispose();
    });
  });
}

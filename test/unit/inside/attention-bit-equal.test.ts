import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { ModelBody } from '../../../src/engine/families/model-body';
import { tensorInfo } from '../../../src/engine/graph/make-node';
import { dataTypes, type OnnxModel } from '../../../src/engine/graph/onnx-model';
import { attentionGraph } from '../../../src/engine/inside/attention/attention-graph';
import { sourceOf } from '../../../src/engine/inside/tapped-sessions';
import { Session } from '../../../src/engine/runtime/session';
import { load } from '../families/tiny-folder';
import { root } from '../text/checkout';
import { exportsFolder } from './attention-engine';

const smollm = join(root, '../shared/models/smollm2-135m-instruct');

/** The logits of the model in two pieces, as bytes. */
async function logits(model: LanguageModel, graph: OnnxModel, taps: readonly string[]): Promise<Buffer> {
  const { inputs, place } = sourceOf(model);
  const output = [...graph.graph.output, ...taps.map((name) => tensorInfo(name, dataTypes.float))];
  const session = await Session.open({ ...graph, graph: { ...graph.graph, output } }, place, 'The model');
  const body = new ModelBody(session, inputs, false);
  const ids = Int32Array.from({ length: 24 }, (_id, at) => (7 * at) % 40);
  const found: Buffer[] = [];
  let state = body.begin();
  for (const piece of [ids.subarray(0, 16), ids.subarray(16)]) {
    const { results, state: next } = await body.run(state, piece, [inputs.logits, ...taps], true);
    state = next;
    const { data } = results.get(inputs.logits)!;
    assert.ok(data instanceof Float32Array);
    found.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    for (const name of taps) assert.equal(results.get(name)!.dims.length, 4);
  }
  await body.dispose();
  return Buffer.concat(found);
}

describe('A tapped model', function () {
  this.timeout(120_000);
  const styles = readdirSync(exportsFolder).filter((name) => /^(gpt2|llama)-/.test(name));
  const folders = [
    ...styles.map((name) => join(exportsFolder, name)),
    join(root, 'models/bundled/langscope-gpt'),
    smollm,
  ];

  for (const folder of folders) {
    it(`gives the logits of the untapped one to the last bit: ${folder.split(/[\\/]/).at(-1)}`, async function () {
      if (!existsSync(folder)) {
        console.log(`      skipped: ${folder} is not there`);
        this.skip();
      }
      const model = await load(folder);
      const source = sourceOf(model);
      const tapped = attentionGraph(source.model, source.inputs.ids.name);
      const taps = tapped.weights.filter((name) => name !== undefined);
      assert.ok(taps.length > 0);
      const [plain, seen] = [await logits(model, source.model, []), await logits(model, tapped.model, taps)];
      assert.ok(plain.equals(seen));
      await model.dispose();
    });
  }
});

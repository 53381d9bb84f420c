import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeModel, encodeModel, int } from '../../../src/engine/graph/onnx-model';
import { readOnnx } from '../../../src/engine/graph/read-onnx';
import { slimBytes } from '../../../src/engine/graph/slim-bytes';
import { WireError } from '../../../src/engine/graph/wire-reader';
import { tinyModel, withExternalData } from './tiny-model';

describe('The slim reader', () => {
  const folder = mkdtempSync(join(tmpdir(), 'langscope-slim-'));
  const path = join(folder, 'model.onnx');
  const bytes = encodeModel(tinyModel());
  const write = (content: Uint8Array): string => {
    writeFileSync(path, content);
    return path;
  };
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('leaves the long weights where they lie and keeps everything else', () => {
    const slim = decodeModel(slimBytes(write(bytes)))!;
    const whole = decodeModel(bytes)!;
    const file = readFileSync(path);
    assert.deepEqual(slim.graph.node, whole.graph.node);
    assert.deepEqual(slim.graph.input, whole.graph.input);
    let moved = 0;
    slim.graph.initializer.forEach((tensor, at) => {
      const original = whole.graph.initializer[at]!;
      assert.equal(tensor.name, original.name);
      assert.deepEqual(tensor.dims?.map(int), original.dims?.map(int));
      if (tensor.dataLocation !== 1) {
        assert.deepEqual(tensor.rawData, original.rawData);
        return;
      }
      const entries = new Map(tensor.externalData!.map(({ key, value }) => [key, value]));
      const offset = Number(entries.get('offset'));
      assert.equal(entries.get('location'), 'model.onnx');
      assert.deepEqual(file.subarray(offset, offset + Number(entries.get('length'))), Buffer.from(original.rawData!));
      moved += 1;
    });
    assert.equal(moved, 3, 'embedding, projection and positions are longer than a kilobyte');
  });

  it('moves packed floats too, which older exporters write', () => {
    const model = tinyModel();
    const initializer = model.graph.initializer.map(({ rawData, ...rest }) => {
      const floats = rest.name === 'embedding' && rawData ? new Float32Array(rawData.slice().buffer) : undefined;
      return floats ? { ...rest, floatData: [...floats] } : rawData ? { ...rest, rawData } : rest;
    });
    const slim = decodeModel(slimBytes(write(encodeModel({ ...model, graph: { ...model.graph, initializer } }))))!;
    assert.equal(slim.graph.initializer.find(({ name }) => name === 'embedding')?.dataLocation, 1);
  });

  it('moves weights of which the file says that they lie inside', () => {
    const model = tinyModel();
    const initializer = model.graph.initializer.map((tensor) => ({ ...tensor, dataLocation: 0 }));
    const slim = decodeModel(slimBytes(write(encodeModel({ ...model, graph: { ...model.graph, initializer } }))))!;
    const moved = slim.graph.initializer.filter(({ dataLocation }) => dataLocation === 1).map(({ name }) => name);
    assert.deepEqual(moved, ['embedding', 'projection', 'place']);
  });

  it('counts the weights, inside the file or beside it', () => {
    const { weightBytes } = readOnnx(write(bytes));
    const { model, data } = withExternalData(tinyModel(), 'weights.bin');
    writeFileSync(join(folder, 'weights.bin'), data);
    assert.equal(readOnnx(write(encodeModel(model))).weightBytes, weightBytes);
    assert.ok(weightBytes > data.length && weightBytes < data.length + 200);
  });

  it('takes initializers that are listed as inputs, as old files do, for weights', () => {
    const model = tinyModel();
    const input = [...model.graph.input, { name: 'embedding' }, { name: 'projection' }];
    const read = readOnnx(write(encodeModel({ ...model, irVersion: 3, graph: { ...model.graph, input } })));
    assert.deepEqual(
      read.model.graph.input.map(({ name }) => name),
      model.graph.input.map(({ name }) => name),
    );
  });

  it('notices wherever the file is cut', () => {
    let cuts = 0;
    for (let length = 1; length < bytes.length; length += 61) {
      const cut = write(bytes.slice(0, length));
      try {
        assert.equal(decodeModel(slimBytes(cut)), undefined, `cut at ${length}`);
      } catch (error) {
        assert.ok(error instanceof WireError, String(error));
        cuts += 1;
      }
    }
    assert.ok(cuts > 60);
  });
});

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listModels } from '../../../src/engine/families/catalogue';
import { tinyLstm, tinyModel, vocabulary } from '../graph/tiny-model';
import { filesFor, folderOf, lstmDescription, removeFolders, without, type Files } from './tiny-folder';

function nested(place: string, models: Readonly<Record<string, Files>>): Files {
  const all = Object.entries(models).flatMap(([name, files]) =>
    Object.entries(files).map(([file, content]) => [`${place}${name}/${file}`, content] as const),
  );
  return Object.fromEntries(all);
}

describe('listModels', () => {
  after(removeFolders);

  it('lists the models of a folder, and says why one cannot be used', async () => {
    const lstm = filesFor(tinyLstm(), { 'langscope.json': { ...lstmDescription, licence: 'MIT' } });
    const broken = without(filesFor(tinyModel()), 'tokenizer.json');
    const folder = folderOf(
      nested('', { lstm, causal: filesFor(tinyModel()), broken, notes: { 'read.me': 'no model' } }),
    );
    const models = new Map((await listModels([folder])).map((model) => [model.name, model]));
    assert.deepEqual(
      [...models.keys()].sort(),
      ['broken', 'causal', 'lstm'].map((name) => join(folder, name)),
    );

    const causal = models.get(join(folder, 'causal'))!;
    assert.equal(causal.family, 'causal-transformer');
    assert.equal(causal.context, 128);
    assert.equal(causal.vocabulary, vocabulary);
    assert.deepEqual(causal.precisions, ['fp32']);
    assert.ok(causal.bytes > 4 * vocabulary * 8);
    assert.equal(causal.problem, undefined);
    assert.deepEqual(
      causal.capabilities.filter(({ missing }) => missing === undefined).map(({ capability }) => capability),
      ['score', 'generate', 'attention', 'lens', 'influence'],
    );

    const recurrent = models.get(join(folder, 'lstm'))!;
    assert.equal(recurrent.family, 'recurrent');
    assert.equal(recurrent.context, undefined);
    assert.equal(recurrent.licence, 'MIT');
    assert.match(models.get(join(folder, 'broken'))!.problem!, /tokenizer\.json/);
  });

  it('counts external data and names bundled models without their path', async () => {
    const folder = folderOf(
      nested('models/bundled/', { small: filesFor(tinyModel(), { 'onnx/model.onnx_data': 'x'.repeat(5000) }) }),
    );
    const [model] = await listModels([join(folder, 'models', 'bundled')]);
    assert.equal(model?.name, 'small');
    assert.equal(model.bundled, true);
    const [alone] = await listModels([join(folder, 'models', 'bundled', 'small')]);
    assert.deepEqual(alone, model);
    const inner = join(folder, 'models', 'bundled', 'small', 'onnx');
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(inner, 'model.onnx_data_1'), 'y'.repeat(700));
    const [larger] = await listModels([join(folder, 'models', 'bundled')]);
    assert.equal(larger!.bytes - model.bytes, 700);
  });

  it('lists a folder that does not exist with its problem, and an empty one not at all', async () => {
    const folder = folderOf({});
    const [missing, ...more] = await listModels([join(folder, 'gone'), folder]);
    assert.match(missing?.problem ?? '', /no model folder/);
    assert.deepEqual(more, []);
  });
});

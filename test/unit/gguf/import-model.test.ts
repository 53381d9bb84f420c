import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import { listModels } from '../../../src/engine/families/catalogue';
import { importModel, type ImportPlace, type ImportRequest } from '../../../src/engine/gguf/install/import-model';
import { recordedModels } from '../../../src/engine/gguf/install/import-record';
import { checkName, suggestedName } from '../../../src/engine/gguf/install/model-name';
import { modelsPlace } from '../../../src/engine/gguf/install/models-place';
import type { FailureError, ImportAnswer } from '../../../src/protocol';
import { root } from '../text/checkout';

const tiny = join(root, 'test/golden/gguf/model.gguf');

describe('importing a GGUF file', function () {
  this.timeout(30_000);
  let folder: string;
  let models: string;
  let file: string;
  let released: string[];
  let told: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'langscope-import-'));
    models = join(folder, 'models');
    file = join(folder, 'a tiny model.Q8_0.gguf');
    copyFileSync(tiny, file);
    released = [];
    told = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const place = (): ImportPlace => ({
    folder: models,
    bundled: ['langscope-gpt'],
    release: (model) => Promise.resolve(void released.push(model)),
    report: (stage, done, total) => {
      assert.ok(done <= total);
      if (done === total) told.push(stage);
    },
  });
  const run = (request: Partial<ImportRequest> = {}, token = CancellationToken.None): Promise<ImportAnswer> =>
    importModel({ path: file, ...request }, place(), token);
  const refused = async (work: Promise<unknown>, code: string, message: RegExp): Promise<void> => {
    await assert.rejects(work, (error: FailureError) => {
      assert.equal(error.failure.code, code, error.message);
      assert.match(error.message, message);
      return true;
    });
  };

  it('makes a model that can be used, with a record of where it came from', async () => {
    const answer = await run();
    assert.equal(answer.outcome, 'imported');
    assert.equal(answer.name, 'a-tiny-model.Q8_0');
    assert.deepEqual(told, ['checking', 'importing']);
    const [model] = await listModels([models]);
    assert.equal(model?.problem, undefined, model?.problem);
    assert.equal(model!.folder, answer.folder);
    assert.equal(model!.licence, 'mit');
    const [recorded] = await recordedModels(models);
    assert.equal(recorded!.record.file, file);
    assert.match(recorded!.record.sha256, /^[0-9a-f]{64}$/);
  });

  it('does nothing when the file is imported again, and does not even read it', async () => {
    await run();
    told = [];
    const again = await run({ name: 'other' });
    assert.deepEqual([again.outcome, again.name, told], ['known', 'a-tiny-model.Q8_0', []]);
    utimesSync(file, new Date(0), new Date(0));
    const touched = await run({ name: 'other' });
    assert.deepEqual([touched.outcome, told], ['known', ['checking']]);
    assert.deepEqual(readdirSync(models), ['a-tiny-model.Q8_0']);
  });

  it('asks before other content takes the name of a model, and then lets go of the old one', async () => {
    await run({ name: 'mine' });
    // Another model: one byte of a weight.
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    await refused(run({ name: 'mine' }), 'model-exists', /a model called mine already, made of .*a tiny model/);
    assert.deepEqual(released, []);
    const answer = await run({ name: 'mine', replace: true });
    assert.equal(answer.outcome, 'imported');
    assert.deepEqual(released, [answer.folder, answer.folder]);
    assert.deepEqual(readdirSync(models), ['mine']);
  });

  for (const [name, message] of [
    ['a/b', /slash/],
    ['a\\b', /slash/],
    ['..', /dot/],
    ['', /empty/],
    ['con', /Windows/],
    ['what?', /character/],
    ['x'.repeat(101), /longer than 100/],
    ['langscope-gpt', /comes with Langscope/],
  ] as const) {
    it(`refuses the name ${JSON.stringify(name.slice(0, 20))}`, async () => {
      await refused(run({ name }), 'bad-request', message);
      assert.equal(existsSync(models), false);
    });
  }

  it('gives every file a name that it accepts', () => {
    const files = [
      'a b.gguf',
      '...gguf',
      'con.gguf',
      '모델 (1).GGUF',
      `${'x'.repeat(300)}.gguf`,
      'llama3.2:1b',
      '?.gguf',
    ];
    for (const one of files) checkName(suggestedName(one), []);
    assert.equal(suggestedName('llama3.2:1b'), 'llama3.2-1b');
  });

  it('leaves nothing of a file that ends too early, or is none', async () => {
    writeFileSync(file, readFileSync(tiny).subarray(0, 60_000));
    await refused(run(), 'gguf-broken', /./);
    writeFileSync(file, 'no model');
    await refused(run(), 'gguf-broken', /not a GGUF file/);
    rmSync(file);
    await refused(run(), 'file-unreadable', /no file/);
    assert.deepEqual(existsSync(models) ? readdirSync(models) : [], []);
  });

  it('leaves nothing when it is cancelled, early or late', async () => {
    for (const stage of ['checking', 'importing']) {
      const source = new CancellationTokenSource();
      const watched: ImportPlace = { ...place(), report: (now) => (now === stage ? source.cancel() : undefined) };
      await refused(importModel({ path: file }, watched, source.token), 'cancelled', /cancelled/);
      assert.deepEqual(existsSync(models) ? readdirSync(models) : [], [], stage);
    }
  });

  it('lists nothing that was being written when the process was killed, and removes it with the next import', async () => {
    // The process of that number is gone: numbers are below 2^22.
    const left = join(models, '.importing-4194305-half');
    mkdirSync(join(left, 'onnx'), { recursive: true });
    writeFileSync(join(left, 'config.json'), '{"model_type": "llama"}');
    assert.deepEqual(await listModels([models]), []);
    assert.deepEqual(await recordedModels(models), []);
    await run({ name: 'mine' });
    assert.deepEqual(readdirSync(models), ['mine']);
  });

  it('says so when the folder of models cannot be made', async () => {
    writeFileSync(models, 'a file in its place');
    await refused(run(), 'folder-unwritable', /./);
  });

  it('passes over records that are damaged', async () => {
    await run({ name: 'mine' });
    writeFileSync(join(models, 'mine', 'import.json'), '{"version": 1}');
    assert.deepEqual(await recordedModels(models), []);
    await refused(run({ name: 'mine' }), 'model-exists', /called mine already\./);
  });
});

describe('the folder of imported models', () => {
  it('is where each system keeps data, or where the person says', () => {
    assert.equal(modelsPlace({}, 'linux', '/home/a'), '/home/a/.local/share/langscope/models');
    assert.equal(modelsPlace({ XDG_DATA_HOME: '/data' }, 'linux', '/home/a'), '/data/langscope/models');
    assert.equal(modelsPlace({ XDG_DATA_HOME: 'data' }, 'linux', '/home/a'), '/home/a/.local/share/langscope/models');
    assert.equal(modelsPlace({}, 'darwin', '/a'), '/a/Library/Application Support/langscope/models');
    assert.equal(modelsPlace({ LOCALAPPDATA: '/l' }, 'win32', '/a'), '/l/langscope/models');
    assert.equal(modelsPlace({ LANGSCOPE_MODELS: '/m' }, 'linux', '/a'), '/m');
  });
});

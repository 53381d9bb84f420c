import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import { findModels } from '../../../src/engine/gguf/discovery/find-models';
import { SearchBudget } from '../../../src/engine/gguf/discovery/found-file';
import { quantizationIn } from '../../../src/engine/gguf/discovery/gguf-names';
import { importModel } from '../../../src/engine/gguf/install/import-model';
import { root } from '../text/checkout';

const digest = 'ab'.repeat(32);
const layer = 'application/vnd.ollama.image.model';

describe('models of other programs', function () {
  this.timeout(20_000);
  let home: string;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'langscope-stores-'))));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const put = (path: string, content = 'weights'): string => {
    const whole = join(home, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content);
    return whole;
  };
  const manifest = (path: string, content: unknown): void =>
    void put(`.ollama/models/manifests/${path}`, typeof content === 'string' ? content : JSON.stringify(content));
  const find = (env: Readonly<Record<string, string>> = {}, budget?: SearchBudget) =>
    findModels(join(home, 'imported'), { env, home, platform: 'win32' }, budget);
  const names = async (env: Readonly<Record<string, string>> = {}): Promise<string[]> =>
    (await find(env)).models.map(({ store, name }) => `${store} ${name}`);

  it('are none where there are no stores', async () => {
    assert.deepEqual(await find(), { models: [], complete: true });
  });

  it('are listed from the manifests of Ollama, and what is damaged is passed over', async () => {
    const blob = put(`.ollama/models/blobs/sha256-${digest}`, 'a model');
    const good = { layers: [{ mediaType: 'other' }, null, { mediaType: layer, digest: `sha256:${digest}` }] };
    manifest('registry.ollama.ai/library/llama3.2/1b', good);
    manifest('registry.ollama.ai/somebody/tuned/latest', good);
    manifest('hf.co/org/repo/Q4_K_M', good);
    manifest('registry.ollama.ai/library/damaged/1', '{"layers": [');
    manifest('registry.ollama.ai/library/null/1', 'null');
    manifest('registry.ollama.ai/library/strange/1', { layers: 'none' });
    manifest('registry.ollama.ai/library/outside/1', { layers: [{ mediaType: layer, digest: 'sha256:../../../x' }] });
    manifest('registry.ollama.ai/library/gone/1', {
      layers: [{ mediaType: layer, digest: `sha256:${'0'.repeat(64)}` }],
    });
    manifest('registry.ollama.ai/library/huge/1', 'x'.repeat(2 ** 20 + 1));
    const { models } = await find();
    assert.deepEqual(
      models.map(({ name, path, bytes, suggested }) => [name, path, bytes, suggested]),
      [
        ['hf.co/org/repo:Q4_K_M', blob, 7, 'repo-Q4_K_M'],
        ['llama3.2:1b', blob, 7, 'llama3.2-1b'],
        ['somebody/tuned:latest', blob, 7, 'tuned-latest'],
      ],
    );
    assert.equal(models[0]!.quantization, 'Q4_K_M');
  });

  it('are looked for where the environment says', async () => {
    const elsewhere = join(home, 'elsewhere');
    put(`elsewhere/blobs/sha256-${digest}`);
    put('elsewhere/manifests/registry.ollama.ai/library/m/t', JSON.stringify({ layers: [{ mediaType: layer, digest: `sha256:${digest}` }] })); // prettier-ignore
    put('hub/models--o--n/snapshots/c/f.gguf');
    put('cache/x.gguf');
    const env = { OLLAMA_MODELS: elsewhere, HF_HUB_CACHE: join(home, 'hub'), LLAMA_CACHE: join(home, 'cache') };
    assert.deepEqual(await names(env), ['ollama m:t', 'hugging-face o/n/f.gguf', 'llama.cpp x.gguf']);
  });

  it('are listed from the folders of LM Studio, without what is no language model', async () => {
    put('.lmstudio/models/pub/repo/Model-Q5_K_S.gguf');
    put('.lmstudio/models/pub/repo/mmproj-Model-f16.gguf');
    put('.lmstudio/models/pub/repo/Large-00001-of-00002.gguf');
    put('.lmstudio/models/pub/repo/Large-00002-of-00002.gguf');
    put('.lmstudio/models/pub/repo/README.md');
    put('.cache/lm-studio/models/old/repo/Old.gguf');
    put('.lmstudio/settings.json', JSON.stringify({ downloadsFolder: join(home, 'chosen') }));
    put('chosen/a/b/Chosen.gguf');
    assert.deepEqual(await names(), [
      'lm-studio a/b/Chosen.gguf',
      'lm-studio old/repo/Old.gguf',
      'lm-studio pub/repo/Large-00001-of-00002.gguf',
      'lm-studio pub/repo/Model-Q5_K_S.gguf',
    ]);
  });

  it('are listed from the Hugging Face cache through its links; those that lead nowhere are passed over', async () => {
    const cache = '.cache/huggingface/hub/models--org--name';
    const blob = put(`${cache}/blobs/${digest}`);
    for (const commit of ['old', 'new']) {
      mkdirSync(join(home, cache, 'snapshots', commit), { recursive: true });
      symlinkSync(blob, join(home, cache, 'snapshots', commit, 'm.Q4_0.gguf'));
    }
    symlinkSync(join(home, 'nowhere'), join(home, cache, 'snapshots/new/lost.gguf'));
    put('.cache/huggingface/hub/datasets--org--name/snapshots/c/no.gguf');
    assert.deepEqual(await names(), ['hugging-face org/name/m.Q4_0.gguf']);
  });

  it('are found in the end where folders lead in a circle or may not be read', async () => {
    put('.lmstudio/models/pub/repo/a.gguf');
    symlinkSync(join(home, '.lmstudio/models'), join(home, '.lmstudio/models/pub/again'));
    const closed = dirname(put('.lmstudio/models/closed/repo/b.gguf'));
    chmodSync(closed, 0);
    try {
      const found = await names();
      assert.ok(found.includes('lm-studio pub/repo/a.gguf'));
      // Whoever may read everything (root) sees it all the same.
      assert.equal(found.length, process.getuid?.() === 0 ? 2 : 1, found.join());
    } finally {
      chmodSync(closed, 0o700);
    }
  });

  it('are looked for no longer than the search may last, and it is said', async () => {
    for (let index = 0; index < 50; index++) put(`.lmstudio/models/pub/repo/${index}.gguf`);
    const { models, complete } = await find({}, new SearchBudget(20));
    assert.equal(complete, false);
    assert.ok(models.length < 20 && models.length > 0);
  });

  it('are marked when they are imported', async () => {
    const path = put('.lmstudio/models/pub/repo/tiny.gguf');
    copyFileSync(join(root, 'test/golden/gguf/model.gguf'), path);
    assert.equal((await find()).models[0]!.imported, undefined);
    const place = {
      folder: join(home, 'imported'),
      bundled: [],
      release: () => Promise.resolve(),
      report: () => undefined,
    };
    const { folder } = await importModel({ path }, place, CancellationToken.None);
    assert.equal((await find()).models[0]!.imported, folder);
  });

  it('tell their quantization by their names, where they do', () => {
    const cases: Readonly<Record<string, string | undefined>> = {
      'Model-Q4_K_M.gguf': 'Q4_K_M',
      'model.q8_0.gguf': 'Q8_0',
      'm-IQ4_XS.gguf': 'IQ4_XS',
      'llama3.2:1b-instruct-fp16': 'FP16',
      'm-BF16.gguf': 'BF16',
      'qwen2.5-7b.gguf': undefined,
      'seq4.gguf': undefined,
    };
    for (const [name, expected] of Object.entries(cases)) assert.equal(quantizationIn(name), expected, name);
  });
});

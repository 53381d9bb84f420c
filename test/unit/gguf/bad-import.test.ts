import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listModels } from '../../../src/engine/families/catalogue';
import { writeFolder } from '../../../src/engine/gguf/atomic-folder';
import { importGguf } from '../../../src/engine/gguf/import-gguf';
import { FailureError, type FailureCode } from '../../../src/protocol';
import { inFolder, quietly, tinyFolder } from './tiny-models';

type Damage = (bytes: Buffer) => void;

/** Writes over every place where a text stands, with one of the same length. */
function rename(from: string, to: string): Damage {
  assert.equal(from.length, to.length);
  return (bytes) => {
    for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, 'latin1');
  };
}

/** Writes another number behind a key of metadata: four bytes of its type, then the value. */
function number(key: string, value: number): Damage {
  return (bytes) => {
    const at = bytes.indexOf(key);
    assert.ok(at > 0, key);
    bytes.writeUInt32LE(value, at + key.length + 4);
  };
}

async function refusal(work: Promise<unknown>): Promise<{ readonly code: FailureCode; readonly message: string }> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof FailureError, String(error));
  return error.failure;
}

const cases: Readonly<Record<string, readonly [Damage, FailureCode, RegExp]>> = {
  'a missing tensor': [
    rename('blk.1.ffn_up.weight', 'blk.1.ffn_uq.weight'),
    'gguf-broken',
    /lacks the tensor blk\.1\.ffn_up\.weight, without which/,
  ],
  'a tensor of another shape': [
    number('llama.feed_forward_length', 96),
    'gguf-broken',
    /blk\.0\.ffn_gate\.weight is 64 x 32 and should be 96 x 32/,
  ],
  'fewer layers than tensors': [
    number('llama.block_count', 1),
    'unsupported',
    /does not know in a llama model: blk\.1\.\S+, blk\.1\.\S+, blk\.1\.\S+ and 6 more/,
  ],
  'an unknown architecture': [
    rename('llama', 'mamba'),
    'unsupported',
    /architecture "mamba".*It imports llama, qwen2, qwen3, gemma, gemma2, gemma3;/,
  ],
  'no architecture': [
    rename('general.architecture', 'general.archxtecture'),
    'gguf-broken',
    /does not say which architecture/,
  ],
  'no number of layers': [rename('llama.block_count', 'llama.block_cxunt'), 'gguf-broken', /has no llama\.block_count/],
  'no heads at all': [number('llama.attention.head_count', 0), 'gguf-broken', /llama\.attention\.head_count is 0/],
  'heads that no group of keys serves': [
    number('llama.attention.head_count_kv', 3),
    'gguf-broken',
    /llama\.attention\.head_count_kv is 3/,
  ],
};

describe('what cannot be imported', () => {
  for (const [what, [damage, code, sentence]] of Object.entries(cases)) {
    it(`refuses ${what}`, async () => {
      await inFolder(async (folder) => {
        const bytes = readFileSync(join(tinyFolder, 'llama-q8_0.gguf'));
        damage(bytes);
        const file = join(folder, 'bad.gguf');
        writeFileSync(file, bytes);
        const target = join(folder, 'models', 'bad');
        const failure = await refusal(importGguf(file, target, quietly));
        assert.equal(failure.code, code);
        assert.match(failure.message, sentence);
        assert.ok(!existsSync(target));
      });
    });
  }

  const source = join(tinyFolder, 'llama-f32.gguf');

  it('leaves nothing when it is cancelled in the middle', async () => {
    await inFolder(async (folder) => {
      const token = { ...quietly.token, isCancellationRequested: false };
      const places: number[] = [];
      const report = (done: number, total: number): void => {
        places.push(done / total);
        if (done / total > 0.5) token.isCancellationRequested = true;
      };
      const { code } = await refusal(importGguf(source, join(folder, 'model'), { ...quietly, token, report }));
      assert.equal(code, 'cancelled');
      assert.ok(places.length > 1 && places.at(-1)! < 1);
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  it('leaves the earlier model where the new one fails, and takes its place where it does not', async () => {
    await inFolder(async (folder) => {
      const target = join(folder, 'model');
      mkdirSync(target);
      writeFileSync(join(target, 'old'), '');
      const writeTokenizer = (): Promise<void> => Promise.reject(new Error('no tokenizer'));
      await assert.rejects(importGguf(source, target, { ...quietly, writeTokenizer }), /no tokenizer/);
      assert.deepEqual([readdirSync(folder), readdirSync(target)], [['model'], ['old']]);
      await importGguf(source, target, quietly);
      assert.deepEqual(readdirSync(folder), ['model']);
      assert.deepEqual(readdirSync(target).sort(), ['config.json', 'generation_config.json', 'onnx']);
    });
  });

  it('refuses a folder that cannot be made', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'file');
      writeFileSync(file, '');
      const { code, message } = await refusal(importGguf(source, join(file, 'model'), quietly));
      assert.equal(code, 'folder-unwritable');
      assert.match(message, /a file is in its place/);
    });
  });

  it('refuses beforehand where the disk has no room', async () => {
    await inFolder(async (folder) => {
      const unreached = (): Promise<void> => Promise.reject(new Error('began to write'));
      const { code, message } = await refusal(writeFolder(join(folder, 'model'), 1e18, unreached));
      assert.equal(code, 'disk-full');
      assert.match(message, /takes 1000000000000 MB, but there are only \d+ MB free/);
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  it('leaves nothing where the disk fills while it writes', async function () {
    // A file that is always full stands for the disk.
    if (!existsSync('/dev/full')) this.skip();
    await inFolder(async (folder) => {
      const write = async (temporary: string): Promise<void> => {
        writeFileSync(join(temporary, 'part'), 'x');
        await writeFile('/dev/full', 'x');
      };
      const { code, message } = await refusal(writeFolder(join(folder, 'model'), 1, write));
      assert.equal(code, 'disk-full');
      assert.match(message, /There is no room left for .*model\. Make room/);
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  it('removes at the next import what a killed one left, which is no model meanwhile', async () => {
    await inFolder(async (folder) => {
      const module = require.resolve('../../../src/engine/gguf/atomic-folder');
      const target = JSON.stringify(join(folder, 'first'));
      const script = `require(${JSON.stringify(module)}).writeFolder(${target}, 1, async (temporary) => {
        require('fs').mkdirSync(temporary + '/onnx');
        console.log('writing');
        await new Promise((resolve) => setTimeout(resolve, 60000));
      })`;
      const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await once(child, 'close');
      assert.deepEqual(readdirSync(folder), [`.importing-${child.pid!}-first`]);
      assert.deepEqual(await listModels([folder]), []);
      await importGguf(source, join(folder, 'second'), quietly);
      assert.deepEqual(readdirSync(folder), ['second']);
    });
  });
});

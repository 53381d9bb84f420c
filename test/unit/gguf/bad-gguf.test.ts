import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FailureCode } from '../../../src/protocol';
import { openGguf } from '../../../src/engine/gguf/file/gguf-file';
import { formatsFile } from './golden-formats';
import { entry, ggufBytes, temporaryFolder, text, u32, u64, type WrittenGguf, type WrittenTensor } from './write-gguf';

const good: WrittenTensor = { name: 'w', dimensions: [32, 2], type: 2, offset: 0 };
const data = new Uint8Array(64);

/** A file with one sound tensor (36 bytes) and one that is not. */
function second(tensor: Partial<WrittenTensor>): WrittenGguf {
  return { tensors: [good, { name: 'v', dimensions: [2], type: 0, offset: 64, ...tensor }], data: new Uint8Array(96) };
}

function list(type: number, count: number | bigint, values: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([u32(type), u64(count), values]);
}

const huge = 2n ** 63n;

const cases: Readonly<Record<string, readonly [WrittenGguf, FailureCode, RegExp]>> = {
  'other magic': [{ magic: 'GGML' }, 'gguf-broken', /is not a GGUF file/],
  'big-endian': [{ version: 0x03000000 }, 'unsupported', /written for big-endian machines/],
  'version 0': [{ version: 0 }, 'unsupported', /GGUF of version 0; Langscope reads versions 2 and 3/],
  'version 1': [{ version: 1 }, 'unsupported', /GGUF of version 1;.*convert the model again/],
  'version 4': [{ version: 4 }, 'unsupported', /GGUF of version 4;/],
  'more tensors than bytes': [{ tensorCount: 100n }, 'gguf-broken', /ends too early/],
  'more entries than bytes': [{ entryCount: 100n }, 'gguf-broken', /ends too early/],
  'absurdly many tensors': [{ tensorCount: huge }, 'gguf-broken', /would have 9223372036854776000 tensors/],
  'absurdly many entries': [{ entryCount: huge }, 'gguf-broken', /and 9223372036854776000 metadata entries/],
  'one tensor too many': [{ tensorCount: 2n, tensors: [good], data }, 'gguf-broken', /is damaged|ends too early/],
  'an endless text': [{ entries: [entry('a', 8, u64(huge))] }, 'gguf-broken', /ends too early/],
  'an endless key': [{ entries: [Buffer.concat([u64(huge), u64(0)])] }, 'gguf-broken', /ends too early/],
  'a long text': [
    { entries: [entry('a', 8, u64(2 ** 24 + 1))], data: new Uint8Array(2 ** 24 + 99) },
    'gguf-broken',
    /a text in it would be 16777217 bytes long/,
  ],
  'a list of endless length': [{ entries: [entry('a', 9, list(8, huge))] }, 'gguf-broken', /the list a would have/],
  'a list of texts beyond the end': [{ entries: [entry('a', 9, list(8, 1000))] }, 'gguf-broken', /ends too early/],
  'a list of numbers beyond the end': [{ entries: [entry('a', 9, list(10, 10000))] }, 'gguf-broken', /ends too early/],
  'a list of lists': [{ entries: [entry('a', 9, list(9, 0))] }, 'gguf-broken', /the list a has entries of the unknown type 9/],
  'an unknown type': [{ entries: [entry('a\nb', 13, u64(0))] }, 'gguf-broken', /a\ufffdb has the unknown type 13/],
  'a key that occurs twice': [{ entries: [entry('a', 7, Buffer.of(1)), entry('a', 7, Buffer.of(0))] }, 'gguf-broken', /the key a occurs twice/],
  'an alignment of 0': [{ entries: [entry('general.alignment', 4, u32(0))] }, 'gguf-broken', /general\.alignment is 0, which is no power of two/],
  'an alignment of 48': [{ entries: [entry('general.alignment', 4, u32(48))] }, 'gguf-broken', /general\.alignment is 48/],
  'an alignment in words': [{ entries: [entry('general.alignment', 8, text('32'))] }, 'gguf-broken', /general\.alignment is a text and should be a number/],
  'a part of a model': [{ entries: [entry('split.count', 2, Buffer.of(3, 0))] }, 'unsupported', /is one of 3 parts of a model\. Join them/],
  'a format that is not read': [second({ type: 10 }), 'unsupported', /holds v in the format Q2_K, which Langscope does not read\. Get the model in one of F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K/],
  'a format that nobody knows': [second({ type: 4711 }), 'unsupported', /holds v in the format of number 4711/],
  'no dimensions': [second({ dimensions: [] }), 'gguf-broken', /v has 0 dimensions/],
  'five dimensions': [second({ dimensions: [1, 1, 1, 1, 1] }), 'gguf-broken', /v has 5 dimensions/],
  'a dimension of 0': [second({ dimensions: [0, 2] }), 'gguf-broken', /v has the shape 2 x 0/],
  'absurd dimensions': [second({ dimensions: [huge, huge, huge, huge] }), 'gguf-broken', /ends too early/],
  'half a block': [second({ type: 8, dimensions: [33] }), 'gguf-broken', /the rows of v have 33 weights, which Q8_0 cannot hold in blocks of 32/],
  'rows beyond the end': [second({ dimensions: [9] }), 'gguf-broken', /ends too early/],
  'an offset beyond the end': [second({ offset: 128 }), 'gguf-broken', /ends too early/],
  'an absurd offset': [second({ offset: 2n ** 64n - 32n }), 'gguf-broken', /ends too early/],
  'a misaligned offset': [second({ offset: 65 }), 'gguf-broken', /v begins at byte 65 of the data, which is no multiple of 32/],
  'two tensors in one place': [second({ offset: 32 }), 'gguf-broken', /w and v lie in the same place/],
  'two tensors of one name': [second({ name: 'w' }), 'gguf-broken', /there are two tensors named w/],
  'a tensor without a name': [second({ name: '' }), 'gguf-broken', /a tensor has no name/],
}; // prettier-ignore

describe('what is no sound GGUF file', () => {
  const folder = temporaryFolder();

  async function refused(path: string, code: FailureCode, message: RegExp): Promise<void> {
    await assert.rejects(openGguf(path), (error: unknown) => {
      assert.ok(error instanceof Error && 'failure' in error, String(error));
      assert.deepEqual(error.failure, { code, message: error.message });
      assert.match(error.message, message);
      assert.match(error.message, /^[^\n]+\. [A-Z][^\n]+\.$/, 'says what is wrong, and what to do');
      return true;
    });
  }

  it('is told from a sound one', async () => {
    const file = await openGguf(folder.write(ggufBytes(second({}))));
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['w', 'v'],
    );
    await file.close();
  });

  for (const [name, [file, code, message]] of Object.entries(cases)) {
    it(`is refused: ${name}`, () => refused(folder.write(ggufBytes(file)), code, message));
  }

  it('is refused wherever it was cut off', async () => {
    const whole = readFileSync(formatsFile);
    for (let length = 0; length < whole.length; length += length < 1400 ? 7 : 997) {
      const message = length < 4 ? /is not a GGUF file/ : /ends too early/;
      await refused(folder.write(whole.subarray(0, length), 'cut.gguf'), 'gguf-broken', message);
    }
  });

  it('is refused when it is cut off after it was opened', async () => {
    const path = join(folder.path, 'open.gguf');
    writeFileSync(path, readFileSync(formatsFile));
    const file = await openGguf(path);
    truncateSync(path, 2000);
    await assert.rejects(file.read(file.tensor('Q6_K')!, 0, 4), { name: 'FailureError', message: /ends too early/ });
    await file.close();
  });

  it('is refused: no file, a folder, a pipe, one that may not be read', async () => {
    await refused(join(folder.path, 'absent.gguf'), 'file-unreadable', /There is no file .*absent\.gguf/);
    await refused(join(formatsFile, 'inside.gguf'), 'file-unreadable', /There is no file/);
    await refused(folder.path, 'file-unreadable', /is a folder/);
    if (process.platform === 'win32') return;
    const pipe = join(folder.path, 'pipe.gguf');
    execFileSync('mkfifo', [pipe]);
    await refused(pipe, 'file-unreadable', /is no file/);
    const locked = folder.write(readFileSync(formatsFile), 'locked.gguf');
    chmodSync(locked, 0);
    // Root may read whatever there is, and is nobody for a moment.
    const root = process.geteuid?.() === 0;
    try {
      if (root) process.seteuid?.(65534);
      await refused(locked, 'file-unreadable', /may not be read/);
    } finally {
      if (root) process.seteuid?.(0);
    }
  });
});

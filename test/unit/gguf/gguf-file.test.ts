import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { gguf } from '@huggingface/gguf';
import { openGguf, type GgufFile } from '../../../src/engine/gguf/file/gguf-file';
import { ggufFormats } from '../../../src/engine/gguf/quantization/gguf-format';
import { formatsFile } from './golden-formats';
import { entry, ggufBytes, temporaryFolder, text, u32, u64 } from './write-gguf';

describe('a GGUF file', () => {
  let file: GgufFile;
  before(async () => {
    file = await openGguf(formatsFile);
  });
  after(() => file.close());
  const folder = temporaryFolder();

  it('gives its metadata by type', () => {
    const { metadata } = file;
    assert.equal(file.path, formatsFile);
    assert.equal(file.bytes, statSync(formatsFile).size);
    assert.equal(metadata.text('general.architecture'), 'llama');
    const numbers = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'uint64', 'int64', 'float32', 'float64'];
    assert.deepEqual(
      numbers.map((type) => metadata.number(`number.${type}`)),
      [255, -128, 65535, -32768, 4294967295, -2147483648, 2 ** 53 - 1, 1 - 2 ** 53, Math.fround(0.1), 0.1],
    );
    assert.equal(metadata.flag('flag.yes'), true);
    assert.equal(metadata.flag('flag.no'), false);
    assert.deepEqual(metadata.numbers('list.numbers'), [1, -2, 3]);
    assert.deepEqual(metadata.numbers('list.floats'), [0.5, -0.25]);
    assert.ok(metadata.keys.includes('list.flags'));
  });

  it('keeps byte order marks and empty texts, which can be tokens', () => {
    assert.equal(file.metadata.text('text.mark'), '\ufeffbegins with a byte order mark: 雪 🙂');
    assert.deepEqual(file.metadata.texts('list.texts'), ['', '\ufeff', '\ufeffusing', ' the', '▁the', 'é']);
  });

  it('gives undefined for what is absent', () => {
    const { metadata } = file;
    const all = [metadata.text, metadata.number, metadata.flag, metadata.texts, metadata.numbers];
    for (const get of all) assert.equal(get('no.such.key'), undefined);
    assert.equal(metadata.text('constructor'), undefined);
    assert.equal(file.tensor('no.such.tensor'), undefined);
  });

  it('refuses values of another type, and numbers that would lose digits', () => {
    const { metadata } = file;
    const refused: readonly (readonly [() => unknown, RegExp])[] = [
      [() => metadata.number('general.architecture'), /architecture is a text and should be a number/],
      [() => metadata.text('number.int8'), /is a number and should be a text/],
      [() => metadata.flag('number.int8'), /is a number and should be a truth value/],
      [() => metadata.texts('list.numbers'), /is a list of numbers and should be a list of texts/],
      [() => metadata.numbers('list.texts'), /is a list of texts and should be a list of numbers/],
      [() => metadata.numbers('list.flags'), /is a list of truth values and should be a list of numbers/],
      [() => metadata.number('number.too-large'), /number\.too-large is 9007199254740992, which no model needs/],
    ];
    for (const [get, message] of refused) assert.throws(get, { name: 'FailureError', message });
  });

  it('has tensors with rows before columns, and the bytes of any rows', async () => {
    const whole = readFileSync(formatsFile);
    for (const tensor of file.tensors) {
      assert.deepEqual(tensor.shape, [4, 512]);
      const layout = ggufFormats[tensor.format];
      assert.equal(tensor.name, tensor.format);
      assert.equal(tensor.bytes, ((4 * 512) / layout.elements) * layout.bytes);
      assert.equal(file.tensor(tensor.name), tensor);
      const rowBytes = tensor.bytes / 4;
      for (const [first, rows] of [
        [0, 4],
        [1, 2],
        [3, 1],
        [4, 0],
      ] as const) {
        const start = tensor.offset + first * rowBytes;
        const expected = new Uint8Array(whole.subarray(start, start + rows * rowBytes));
        assert.deepEqual(await file.read(tensor, first, rows), expected);
      }
      await assert.rejects(file.read(tensor, 3, 2), RangeError);
      await assert.rejects(file.read(tensor, -1, 1), RangeError);
    }
  });

  it('reads what @huggingface/gguf reads', async () => {
    const { typedMetadata, tensorInfos, tensorDataOffset } = await gguf(formatsFile, {
      allowLocalFile: true,
      typedMetadata: true,
    });
    const added = ['version', 'tensor_count', 'kv_count'];
    assert.deepEqual(
      file.metadata.keys,
      Object.keys(typedMetadata).filter((key) => !added.includes(key)),
    );
    assert.deepEqual(
      file.tensors.map(({ name, shape, format, offset }) => ({ name, shape, type: ggufFormats[format].type, offset })),
      tensorInfos.map(({ name, shape, dtype, offset }) => ({
        name,
        shape: shape.map(Number).reverse(),
        type: dtype,
        offset: Number(tensorDataOffset + offset),
      })),
    );
  });

  it('may be of version 2, with another alignment, vectors and stacks of matrices', async () => {
    const entries = [entry('general.alignment', 4, u32(128))];
    const tensors = [
      { name: 'norm', dimensions: [3], type: 0, offset: 128 },
      { name: 'experts', dimensions: [2, 3, 4], type: 1, offset: 0 },
    ];
    const data = Uint8Array.from({ length: 128 + 12 }, (_, i) => i);
    const small = await openGguf(folder.write(ggufBytes({ version: 2, entries, tensors, alignment: 128, data })));
    assert.deepEqual(small.tensor('norm')?.shape, [3]);
    assert.deepEqual([...(await small.read(small.tensor('norm')!, 0, 1))], [...data.subarray(128)]);
    const experts = small.tensor('experts')!;
    assert.deepEqual(experts.shape, [4, 3, 2]);
    assert.deepEqual([...(await small.read(experts, 11, 1))], [...data.subarray(44, 48)]);
    await small.close();
  });

  it('reads vocabularies that are longer than a window, and lets other work have its turn', async () => {
    const words = Array.from({ length: 200_000 }, (_, i) => `wörd ${i}`);
    const list = Buffer.concat([u32(8), u64(words.length), ...words.map(text)]);
    const scores = Buffer.concat([u32(6), u64(words.length), Buffer.alloc(4 * words.length)]);
    const entries = [entry('tokens', 9, list), entry('scores', 9, scores), entry('last', 8, text('x'.repeat(3e6)))];
    const path = folder.write(ggufBytes({ entries }), 'long.gguf');
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    const long = await openGguf(path);
    clearInterval(count);
    assert.deepEqual(long.metadata.texts('tokens'), words);
    assert.equal(long.metadata.numbers('scores')?.length, words.length);
    assert.equal(long.metadata.text('last')?.length, 3e6);
    assert.ok(turns > 0);
    await long.close();
  });
});

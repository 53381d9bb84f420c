import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { FailureError } from '../../../src/protocol';
import { openGguf } from '../../../src/engine/gguf/file/gguf-file';
import { dequantize } from '../../../src/engine/gguf/quantization/dequantize';
import { formatsFile } from './golden-formats';
import { temporaryFolder } from './write-gguf';

const files = 1500;
/** Metadata and tensor table of the file end before this byte. */
const headerBytes = 1280;

/** Reads everything there is; gives what was refused on the way. */
async function readAll(path: string): Promise<readonly unknown[]> {
  const errors: unknown[] = [];
  const file = await openGguf(path);
  const { metadata } = file;
  for (const key of metadata.keys) {
    for (const get of [metadata.text, metadata.number, metadata.flag, metadata.texts, metadata.numbers]) {
      try {
        get(key);
      } catch (error) {
        errors.push(error);
      }
    }
  }
  for (const tensor of file.tensors) {
    const columns = tensor.shape[tensor.shape.length - 1]!;
    const rows = tensor.shape.slice(0, -1).reduce((product, dimension) => product * dimension, 1);
    const bytes = await file.read(tensor, 0, rows);
    assert.equal(dequantize(tensor.format, bytes, rows, columns).length, rows * columns);
  }
  await file.close();
  return errors;
}

describe('damaged GGUF files', () => {
  const folder = temporaryFolder();

  it(`are read or refused with a sentence: ${files} of them, damaged at random`, async function () {
    this.timeout(60000);
    let state = 42;
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const whole = readFileSync(formatsFile);
    const outcomes = { read: 0, refused: 0 };
    const before = process.memoryUsage().rss;
    let highest = before;
    for (let i = 0; i < files; i += 1) {
      const bytes = Buffer.from(whole);
      for (let change = 0; change <= random(4); change += 1) {
        const at = 4 + random(headerBytes - 4);
        // Single bits, extreme bytes, and bytes that are common in headers.
        bytes[at] = [bytes[at]! ^ (1 << random(8)), 255, 0, 128, random(16)][random(5)]!;
      }
      const length = random(4) === 0 ? random(bytes.length) : bytes.length;
      const path = folder.write(bytes.subarray(0, length));
      const errors = await readAll(path).then(
        (others) => {
          outcomes.read += 1;
          return others;
        },
        (error: unknown) => {
          outcomes.refused += 1;
          return [error];
        },
      );
      for (const error of errors) {
        assert.ok(error instanceof FailureError, `file ${i}: ${error instanceof Error ? error.stack : String(error)}`);
        assert.ok(error.message.length < 500, error.message);
      }
      highest = Math.max(highest, process.memoryUsage().rss);
    }
    assert.ok(outcomes.read > files / 20 && outcomes.refused > files / 20, JSON.stringify(outcomes));
    assert.ok(highest - before < 400e6, `${highest - before} bytes more`);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openGguf } from '../../../src/engine/gguf/file/gguf-file';
import type { GgufFormat } from '../../../src/engine/gguf/quantization/gguf-format';
import { root } from '../text/checkout';

/** Written by models/recipes/gguf_golden.py: a matrix in each format, and its weights by the gguf package of Python. */
export const formatsFile = join(root, 'test/golden/gguf/formats.gguf');

export interface GoldenMatrix {
  readonly format: GgufFormat;
  readonly rows: number;
  readonly columns: number;
  readonly bytes: Uint8Array;
  /** [rows, columns] */
  readonly weights: Float32Array;
}

export async function goldenMatrices(): Promise<readonly GoldenMatrix[]> {
  const weights = new Float32Array(readFileSync(join(root, 'test/golden/gguf/formats.f32')).buffer.slice(0));
  const file = await openGguf(formatsFile);
  const matrices: GoldenMatrix[] = [];
  let start = 0;
  for (const tensor of file.tensors) {
    const [rows = 0, columns = 0] = tensor.shape;
    const bytes = await file.read(tensor, 0, rows);
    matrices.push({
      format: tensor.format,
      rows,
      columns,
      bytes,
      weights: weights.slice(start, start + rows * columns),
    });
    start += rows * columns;
  }
  await file.close();
  return matrices;
}

import type { NodeWriter } from './node-writer';
import type { Matrix } from './weight-plan';

/**
 * How MatMulNBits computes. 1: in floating-point numbers, exactly. 4: it rounds its inputs to eight bits, as llama.cpp
 * does. In four bits the former is faster for many rows, and the latter for few (see graph/few-rows.ts); in eight bits
 * onnxruntime only has a kernel for the latter, and would otherwise make all weights anew in each run.
 */
const accuracyLevels = { 4: 1, 8: 4 } as const;

/** Linear layers, and what several of them that read the same tensor share. */
export class LinearWriter {
  private readonly means = new Set<string>();

  public constructor(private readonly writer: NodeWriter) {}

  /** output [1, tokens, rows] = input [1, tokens, columns] times matrix^T, plus bias [rows]. */
  public apply(input: string, matrix: Matrix, output: string, bias?: string): string {
    const { writer } = this;
    if (matrix.kind === 'float') {
      const weight = this.float(matrix.values, matrix.half);
      if (bias === undefined) return writer.add('FusedMatMul', [input, weight], output, { transB: 1 });
      const product = writer.add('FusedMatMul', [input, weight], `${output}.product`, { transB: 1 });
      return writer.add('Add', [product, bias], output);
    }
    const { codes, scales, minima, bits, blockSize, rows, columns } = matrix;
    const inputs = [input, codes, scales, ...(bias === undefined ? [] : ['', '', bias])];
    const attributes = { K: columns, N: rows, bits, block_size: blockSize, accuracy_level: accuracyLevels[bits] };
    if (minima === undefined) return writer.add('MatMulNBits', inputs, output, attributes);
    const product = writer.add('MatMulNBits', inputs, `${output}.product`, attributes);
    const means = this.blockMeans(input, blockSize);
    // Sums are means times the size: a power of two, which changes no digit.
    const attributesOfSums = { transB: 1, alpha: { float: blockSize } };
    const offset = writer.add('FusedMatMul', [means, minima], `${output}.offset`, attributesOfSums);
    return writer.add('Add', [product, offset], output);
  }

  /** Rows of a matrix by token: [1, tokens] -> [1, tokens, columns]. */
  public lookUp(ids: string, matrix: Matrix, output: string): string {
    const { writer } = this;
    if (matrix.kind === 'float') {
      if (!matrix.half) return writer.add('Gather', [matrix.values, ids], output);
      const row = writer.add('Gather', [matrix.values, ids], `${output}.half`);
      return writer.add('Cast', [row], output, { to: 1 });
    }
    const { table, scales, minima, bits, blockSize, columns } = matrix;
    const attributes = { bits, block_size: blockSize, gather_axis: 0, quantize_axis: 1 };
    if (minima === undefined) return writer.add('GatherBlockQuantized', [table, ids, scales], output, attributes);
    const product = writer.add('GatherBlockQuantized', [table, ids, scales], `${output}.product`, attributes);
    const shape = writer.ints([0, 0, columns / blockSize, blockSize]);
    const blocks = writer.add('Reshape', [product, shape], `${output}.blocks`);
    const offset = writer.add('Gather', [minima, ids], `${output}.offset`);
    const column = writer.add('Unsqueeze', [offset, writer.ints([-1])], `${output}.offset_column`);
    const sum = writer.add('Add', [blocks, column], `${output}.sum`);
    return writer.add('Reshape', [sum, writer.ints([0, 0, columns])], output);
  }

  private float(name: string, half: boolean): string {
    if (!half) return name;
    // Done once, when the session is made.
    return this.writer.add('Cast', [name], `${name}.float`, { to: 1 });
  }

  /**
   * The means of the blocks of a tensor [1, tokens, columns] -> [1, tokens, columns / size], once for all that read it.
   * Pooling is one operator where a sum takes two, and in decoding the number of operators counts.
   */
  private blockMeans(input: string, size: number): string {
    const name = `${input}.means_${size}`;
    if (this.means.has(name)) return name;
    this.means.add(name);
    return this.writer.add('AveragePool', [input], name, { kernel_shape: [size], strides: [size] });
  }
}

import { dataTypes, type TensorProto } from '../../graph/onnx-model';
import type { GgufTensor } from '../file/tensor-table';
import { transcodingOf } from '../quantization/transcode';

/** The name of the file beside the graph's that holds the weights: the graph's own with a further ending. */
export function weightFileOf(graphFile: string): string {
  return `${graphFile}_data`;
}

/** A tensor of the GGUF file and where its parts go in the weight file. */
export interface WeightJob {
  readonly tensor: GgufTensor;
  /** The tensor as it lies in the file (`as-is`), as float32, or as codes with scales and perhaps minima. */
  readonly parts:
    | { readonly kind: 'as-is' | 'float'; readonly at: number }
    | {
        readonly kind: 'blocks';
        readonly codes: number;
        readonly scales: number;
        readonly minima: number | undefined;
      };
}

/** Numbers that are computed, not read, and where they go. */
export interface ComputedWeights {
  readonly at: number;
  readonly length: number;
  /** The float32 numbers [from, to) of the tensor. */
  readonly values: (from: number, to: number) => Float32Array;
}

/** A matrix [rows, columns] in the weight file. */
export type Matrix = { readonly rows: number; readonly columns: number } & (
  | { readonly kind: 'float'; readonly values: string; readonly half: boolean }
  | {
      readonly kind: 'blocks';
      readonly bits: 4 | 8;
      readonly blockSize: number;
      /** As MatMulNBits takes them: [rows, blocks, bytes of a block]. */
      readonly codes: string;
      /** The same bytes as GatherBlockQuantized takes them: [rows, bytes of a row]. */
      readonly table: string;
      /** [rows, blocks] */
      readonly scales: string;
      /** [rows, blocks] */
      readonly minima: string | undefined;
    }
);

/** Whether rows of both tensors can follow each other in one matrix. */
export function sameKind(a: GgufTensor, b: GgufTensor): boolean {
  const [one, two] = [transcodingOf(a.format), transcodingOf(b.format)];
  if (one.kind === 'float' || two.kind === 'float') return a.format === b.format;
  return one.bits === two.bits && one.blockSize === two.blockSize && one.minima === two.minima;
}

/** Large tensors begin where a page of memory can (64 KB on Windows), so that they can be mapped; others where numbers can. */
const [pageBytes, wordBytes] = [65_536, 64];

const floatBytes = 4;

/** Lays out the weight file: what every initializer of the graph is called, and where its data come from and go. */
export class WeightPlan {
  public readonly initializers: TensorProto[] = [];
  public readonly jobs: WeightJob[] = [];
  public readonly computed: ComputedWeights[] = [];
  private end = 0;

  public constructor(private readonly file: string) {}

  /** Bytes of the weight file. */
  public get bytes(): number {
    return this.end;
  }

  /** A vector, as float32 [elements]. */
  public vector(tensor: GgufTensor): string {
    return this.vectors(tensor.name, [tensor]);
  }

  /** Vectors one behind the other, as float32. */
  public vectors(name: string, tensors: readonly GgufTensor[]): string {
    const lengths = tensors.map(({ shape }) => shape[0]!);
    const places = this.room(lengths.map((length) => length * floatBytes));
    tensors.forEach((tensor, i) => this.jobs.push({ tensor, parts: { kind: 'float', at: places[i]! } }));
    const length = lengths.reduce((sum, each) => sum + each, 0);
    return this.initializer(name, [length], dataTypes.float, places[0]!, length * floatBytes);
  }

  /** A float32 tensor [rows, columns] that is computed piece by piece. */
  public compute(name: string, dims: readonly number[], values: ComputedWeights['values']): string {
    const length = dims.reduce((product, dim) => product * dim, 1);
    const [at] = this.room([length * floatBytes]);
    this.computed.push({ at: at!, length, values });
    return this.initializer(name, dims, dataTypes.float, at!, length * floatBytes);
  }

  /** The rows of several tensors of the same kind as one matrix. */
  public matrix(name: string, tensors: readonly GgufTensor[]): Matrix {
    const columns = tensors[0]!.shape[1]!;
    const rows = tensors.map(({ shape }) => shape[0]!);
    const all = rows.reduce((sum, each) => sum + each, 0);
    const transcoding = transcodingOf(tensors[0]!.format);
    if (transcoding.kind === 'float') {
      const half = tensors[0]!.format === 'F16';
      const elementBytes = half ? floatBytes / 2 : floatBytes;
      const places = this.room(rows.map((each) => each * columns * elementBytes));
      tensors.forEach((tensor, i) =>
        this.jobs.push({ tensor, parts: { kind: half ? 'as-is' : 'float', at: places[i]! } }),
      );
      const type = half ? dataTypes.float16 : dataTypes.float;
      const values = this.initializer(name, [all, columns], type, places[0]!, all * columns * elementBytes);
      return { kind: 'float', rows: all, columns, values, half };
    }
    const { bits, blockSize, minima } = transcoding;
    const blocks = columns / blockSize;
    const rowBytes = (columns * bits) / 8;
    const codes = this.room(rows.map((each) => each * rowBytes));
    const scales = this.room(rows.map((each) => each * blocks * floatBytes));
    const offsets = minima ? this.room(rows.map((each) => each * blocks * floatBytes)) : undefined;
    tensors.forEach((tensor, i) =>
      this.jobs.push({
        tensor,
        parts: { kind: 'blocks', codes: codes[i]!, scales: scales[i]!, minima: offsets?.[i] },
      }),
    );
    const { float, uint8 } = dataTypes;
    const codeBytes = all * rowBytes;
    const numberBytes = all * blocks * floatBytes;
    return {
      kind: 'blocks',
      rows: all,
      columns,
      bits,
      blockSize,
      codes: this.initializer(`${name}.codes`, [all, blocks, rowBytes / blocks], uint8, codes[0]!, codeBytes),
      table: this.initializer(`${name}.table`, [all, rowBytes], uint8, codes[0]!, codeBytes),
      scales: this.initializer(`${name}.scales`, [all, blocks], float, scales[0]!, numberBytes),
      minima: offsets && this.initializer(`${name}.minima`, [all, blocks], float, offsets[0]!, numberBytes),
    };
  }

  /** Room for pieces that follow each other without a gap: where each begins. */
  private room(pieces: readonly number[]): readonly number[] {
    const length = pieces.reduce((sum, piece) => sum + piece, 0);
    const step = length >= pageBytes ? pageBytes : wordBytes;
    let at = Math.ceil(this.end / step) * step;
    this.end = at + length;
    return pieces.map((piece) => {
      const start = at;
      at += piece;
      return start;
    });
  }

  private initializer(name: string, dims: readonly number[], dataType: number, offset: number, length: number): string {
    const entries = { location: this.file, offset: String(offset), length: String(length) };
    const externalData = Object.entries(entries).map(([key, value]) => ({ key, value }));
    this.initializers.push({ name, dims, dataType, externalData, dataLocation: 1 });
    return name;
  }
}

/** The formats of weights that Langscope takes over from GGUF files, each exactly. */
export type GgufFormat = 'F32' | 'F16' | 'BF16' | 'Q8_0' | 'Q4_0' | 'Q4_1' | 'Q5_0' | 'Q5_1' | 'Q4_K' | 'Q5_K' | 'Q6_K';

export interface GgufFormatLayout {
  /** The number that stands for the format in a file (ggml_type). */
  readonly type: number;
  /** Weights in a block; a row is a whole number of blocks. */
  readonly elements: number;
  /** Bytes of a block. */
  readonly bytes: number;
}

/** How each format lies in a file. The K formats have blocks of 256 with sub-blocks of 32 (Q6_K: of 16). */
export const ggufFormats: Readonly<Record<GgufFormat, GgufFormatLayout>> = {
  F32: { type: 0, elements: 1, bytes: 4 },
  F16: { type: 1, elements: 1, bytes: 2 },
  BF16: { type: 30, elements: 1, bytes: 2 },
  Q8_0: { type: 8, elements: 32, bytes: 34 },
  Q4_0: { type: 2, elements: 32, bytes: 18 },
  Q4_1: { type: 3, elements: 32, bytes: 20 },
  Q5_0: { type: 6, elements: 32, bytes: 22 },
  Q5_1: { type: 7, elements: 32, bytes: 24 },
  Q4_K: { type: 12, elements: 256, bytes: 144 },
  Q5_K: { type: 13, elements: 256, bytes: 176 },
  Q6_K: { type: 14, elements: 256, bytes: 210 },
};

export const ggufFormatNames = Object.keys(ggufFormats) as readonly GgufFormat[];

const byType = new Map(ggufFormatNames.map((name) => [ggufFormats[name].type, name]));

/** The format with this ggml_type; undefined for those that Langscope does not read. */
export function ggufFormatOf(type: number): GgufFormat | undefined {
  return byType.get(type);
}

/** Bytes of `rows` rows of `columns` weights; `columns` is a whole number of blocks. */
export function ggufBytes(format: GgufFormat, rows: number, columns: number): number {
  const { elements, bytes } = ggufFormats[format];
  return rows * (columns / elements) * bytes;
}

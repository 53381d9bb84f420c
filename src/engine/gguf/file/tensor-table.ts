import { GGMLQuantizationType } from '@huggingface/gguf';
import { fail } from '../../../protocol';
import { ggufBytes, ggufFormatNames, ggufFormatOf, ggufFormats, type GgufFormat } from '../quantization/gguf-format';
import { damaged, tooShort, type HeaderReader } from './header-reader';
import { shownName } from './read-metadata';

/** A tensor of a GGUF file. */
export interface GgufTensor {
  readonly name: string;
  /** [rows, columns], or [columns] for a vector; the columns of a row lie together in the file. */
  readonly shape: readonly number[];
  readonly format: GgufFormat;
  /** Where its data begin, counted from the beginning of the file. */
  readonly offset: number;
  readonly bytes: number;
}

/** A tensor as the file describes it. */
interface TensorEntry {
  readonly name: string;
  /** The columns first. */
  readonly dimensions: readonly number[];
  readonly type: number;
  /** Counted from the beginning of the data. */
  readonly offset: bigint;
}

/** Where the data of all tensors lie. */
interface DataSection {
  /** The file's name for sentences, and its size. */
  readonly file: string;
  readonly size: number;
  readonly start: number;
  /** Every tensor begins at a multiple of this many bytes. */
  readonly alignment: number;
}

async function readEntry(reader: HeaderReader): Promise<TensorEntry> {
  const name = await reader.text();
  const rank = await reader.uint32();
  if (rank < 1 || rank > 4) throw damaged(reader.file, `${shownName(name)} has ${rank} dimensions`);
  const dimensions: number[] = [];
  for (let i = 0; i < rank; i += 1) dimensions.push(Number(await reader.uint64()));
  return { name, dimensions, type: await reader.uint32(), offset: await reader.uint64() };
}

function formatOf({ name, type }: TensorEntry, file: string): GgufFormat {
  const format = ggufFormatOf(type);
  if (format) return format;
  throw fail(
    'unsupported',
    `${file} holds ${shownName(name)} in the format ${GGMLQuantizationType[type] ?? `of number ${type}`}, ` +
      `which Langscope does not read. Get the model in one of ${ggufFormatNames.join(', ')}.`,
  );
}

function place(entry: TensorEntry, data: DataSection): GgufTensor {
  const { file, alignment } = data;
  const name = shownName(entry.name);
  const shape = [...entry.dimensions].reverse();
  const columns = shape[shape.length - 1]!;
  const elements = shape.reduce((product, dimension) => product * dimension, 1);
  if (elements < 1) throw damaged(file, `${name} has the shape ${shape.join(' x ')}`);
  const format = formatOf(entry, file);
  const block = ggufFormats[format].elements;
  if (columns % block !== 0) {
    throw damaged(
      file,
      `the rows of ${name} have ${columns} weights, which ${format} cannot hold in blocks of ${block}`,
    );
  }
  if (entry.offset % BigInt(alignment) !== 0n) {
    throw damaged(file, `${name} begins at byte ${entry.offset} of the data, which is no multiple of ${alignment}`);
  }
  // Beyond 2^53 sums and products lose their last digits, and are beyond the end of the file all the same.
  const bytes = ggufBytes(format, elements / columns, columns);
  const offset = data.start + Number(entry.offset);
  if (offset + bytes > data.size) throw tooShort(file);
  return { name: entry.name, shape, format, offset, bytes };
}

function refuseRepeated(tensors: readonly GgufTensor[], file: string): void {
  const names = new Set<string>();
  for (const { name } of tensors) {
    if (name === '') throw damaged(file, 'a tensor has no name');
    if (names.has(name)) throw damaged(file, `there are two tensors named ${shownName(name)}`);
    names.add(name);
  }
}

function refuseOverlaps(tensors: readonly GgufTensor[], file: string): void {
  const inOrder = [...tensors].sort((a, b) => a.offset - b.offset);
  inOrder.forEach((tensor, i) => {
    const next = inOrder[i + 1];
    if (next && tensor.offset + tensor.bytes > next.offset) {
      throw damaged(file, `${shownName(tensor.name)} and ${shownName(next.name)} lie in the same place`);
    }
  });
}

/**
 * Reads the table of `count` tensors, which ends where the data begin (but for the alignment). Each tensor is proven to
 * lie inside the file of `size` bytes and apart from all others, in a format that Langscope reads; anything else is
 * refused, by the tensor's name.
 */
export async function readTensors(
  reader: HeaderReader,
  count: number,
  size: number,
  alignment: number,
): Promise<readonly GgufTensor[]> {
  const { file } = reader;
  const entries: TensorEntry[] = [];
  for (let i = 0; i < count; i += 1) entries.push(await readEntry(reader));
  const start = Math.ceil(reader.position / alignment) * alignment;
  const tensors = entries.map((entry) => place(entry, { file, size, start, alignment }));
  refuseRepeated(tensors, file);
  refuseOverlaps(tensors, file);
  return tensors;
}

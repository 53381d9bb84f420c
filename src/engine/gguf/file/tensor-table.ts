import { GGMLQuantizationType, type GGUFTensorInfo } from '@huggingface/gguf';
import { fail } from '../../../protocol';
import { ggufBytes, ggufFormatNames, ggufFormatOf, ggufFormats, type GgufFormat } from '../quantization/gguf-format';
import { tooShort } from './check-header';

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

/** Where the data of all tensors lie. */
export interface DataSection {
  /** The file's name for sentences, and its size. */
  readonly file: string;
  readonly size: number;
  readonly start: number;
  /** Every tensor begins at a multiple of this many bytes. */
  readonly alignment: number;
}

/** Names come from the file: they are shown short and without line ends. */
function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name).slice(1, -1);
}

function broken({ file }: DataSection, what: string): Error {
  return fail('gguf-broken', `${file} is damaged: ${what}. Copy or download it again.`);
}

function formatOf(info: GGUFTensorInfo, { file }: DataSection): GgufFormat {
  const type: number = info.dtype;
  const format = ggufFormatOf(type);
  if (format) return format;
  const name = GGMLQuantizationType[type] ?? `of number ${type}`;
  throw fail(
    'unsupported',
    `${file} holds ${shown(info.name)} in the format ${name}, which Langscope does not read. ` +
      `Get the model in one of ${ggufFormatNames.join(', ')}.`,
  );
}

function tensorOf(info: GGUFTensorInfo, data: DataSection): GgufTensor {
  const { name } = info;
  const shape = info.shape.map(Number).reverse();
  if (name === '') throw broken(data, 'a tensor has no name');
  if (shape.length < 1 || shape.length > 4) throw broken(data, `${shown(name)} has ${shape.length} dimensions`);
  const columns = shape[shape.length - 1]!;
  const elements = shape.reduce((product, dimension) => product * dimension, 1);
  if (elements < 1) throw broken(data, `${shown(name)} has the shape ${shape.join(' x ')}`);
  const format = formatOf(info, data);
  const block = ggufFormats[format].elements;
  if (columns % block !== 0) {
    throw broken(
      data,
      `the rows of ${shown(name)} have ${columns} weights, which ${format} cannot hold in blocks of ${block}`,
    );
  }
  // Sums and products beyond 2^53 lose their last digits, but are far beyond any file's end.
  const bytes = ggufBytes(format, elements / columns, columns);
  const offset = data.start + Number(info.offset);
  if (info.offset % BigInt(data.alignment) !== 0n) {
    throw broken(data, `${shown(name)} begins at byte ${info.offset}, which is no multiple of ${data.alignment}`);
  }
  if (offset + bytes > data.size) throw tooShort(data.file);
  return { name, shape, format, offset, bytes };
}

/**
 * The tensors of a file, each proven to lie inside it and apart from all others, in a format that Langscope reads.
 * Refuses anything else, by the tensor's name.
 */
export function tensorTable(infos: readonly GGUFTensorInfo[], data: DataSection): readonly GgufTensor[] {
  const tensors = infos.map((info) => tensorOf(info, data));
  const names = new Set<string>();
  for (const { name } of tensors) {
    if (names.has(name)) throw broken(data, `there are two tensors named ${shown(name)}`);
    names.add(name);
  }
  const inOrder = [...tensors].sort((a, b) => a.offset - b.offset);
  inOrder.forEach((tensor, i) => {
    const next = inOrder[i + 1];
    if (next && tensor.offset + tensor.bytes > next.offset) {
      throw broken(data, `${shown(tensor.name)} and ${shown(next.name)} lie in the same place`);
    }
  });
  return tensors;
}

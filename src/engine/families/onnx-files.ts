import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { precisions, type Precision, type Provider } from '../../protocol';

/** The ONNX file of one precision, and the bytes it takes together with its external data. */
export interface OnnxChoice {
  readonly precision: Precision;
  readonly path: string;
  readonly bytes: number;
}

/** Names that exporters give the decoder, best first: with the cache merged in, then without one. */
const stems = ['model', 'decoder_model_merged', 'decoder_model'];

/** Endings of the file names, as transformers.js and optimum write them, best first within a precision. */
const endings: Readonly<Record<Precision, readonly string[]>> = {
  fp32: ['', '_fp32'],
  fp16: ['_fp16'],
  q4: ['_q4', '_q4f16', '_bnb4'],
  q8: ['_q8', '_quantized'],
  int8: ['_int8', '_uint8'],
};

/** Above this size the exact precision costs more memory and loading than its accuracy is worth by default. */
const exactLimit = 1024 ** 3;

async function list(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

/** External data lie beside the file, by convention under its own name with a further ending. */
async function bytesOf(folder: string, file: string, all: readonly string[]): Promise<number> {
  const data = all.filter((name) => name.startsWith(`${file}_data`) || name.startsWith(`${file}.data`));
  const sizes = await Promise.all([file, ...data].map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The ONNX files of a model folder, looked for in onnx/ and at the top; one for each precision, in `precisions`' order. */
export async function findOnnxFiles(folder: string): Promise<readonly OnnxChoice[]> {
  const places = await Promise.all(
    [join(folder, 'onnx'), folder].map(async (place) => ({ place, files: await list(place) })),
  );
  const choices: OnnxChoice[] = [];
  for (const precision of precisions) {
    const names = stems.flatMap((stem) => endings[precision].map((ending) => `${stem}${ending}.onnx`));
    const found = places.flatMap(({ place, files }) =>
      names.filter((name) => files.includes(name)).map((name) => ({ place, files, name })),
    )[0];
    if (!found) continue;
    const bytes = await bytesOf(found.place, found.name, found.files);
    choices.push({ precision, path: join(found.place, found.name), bytes });
  }
  return choices;
}

/**
 * What 'auto' takes, best first. On the CPU the exact weights where they are small (there they are also the fastest), otherwise
 * the small ones, four bits before eight: eight-bit exports quantize the activations too, which costs more accuracy.
 * Graphics processors like half precision, and have no fast whole-number products.
 */
const autoOrder: Readonly<Record<'exact' | 'small' | 'gpu', readonly Precision[]>> = {
  exact: ['fp32', 'q4', 'q8', 'int8', 'fp16'],
  small: ['q4', 'q8', 'int8', 'fp32', 'fp16'],
  gpu: ['fp16', 'fp32', 'q4', 'q8', 'int8'],
};

/** The file that 'auto' takes on a provider; undefined where there is none at all. */
export function autoChoice(choices: readonly OnnxChoice[], provider: Provider): OnnxChoice | undefined {
  const exact = choices.some(({ precision, bytes }) => precision === 'fp32' && bytes <= exactLimit);
  const order = autoOrder[provider !== 'cpu' ? 'gpu' : exact ? 'exact' : 'small'];
  return [...choices].sort((a, b) => order.indexOf(a.precision) - order.indexOf(b.precision))[0];
}

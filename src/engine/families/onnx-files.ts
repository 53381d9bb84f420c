import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, precisions, type Precision, type Provider } from '../../protocol';

/** The ONNX file of one precision, and the bytes it takes together with its external data. */
export interface OnnxChoice {
  readonly precision: Precision;
  /** The graph, or that of the encoder. */
  readonly path: string;
  /** The decoder's graph, where it is a file of its own. */
  readonly decoder?: string;
  /** The decoder's graph that goes on behind a cache, where that is a file of its own. */
  readonly decoderWithPast?: string;
  /** The graph that writes words letter by letter, where there is one. */
  readonly letters?: string;
  readonly bytes: number;
}

/** How a family's exports are laid out. */
export type OnnxLayout = 'one-graph' | 'encoder-and-decoder';

/**
 * The files of each layout, and the names that exporters give them, best first. A decoder alone: with the cache merged
 * in, then without one. Beside an encoder: without a cache, as the second text is read in one go; a merged file has that
 * graph too.
 */
const stems: Readonly<Record<OnnxLayout, readonly (readonly string[])[]>> = {
  'one-graph': [['model', 'decoder_model_merged', 'decoder_model']],
  'encoder-and-decoder': [['encoder_model'], ['decoder_model', 'decoder_model_merged']],
};

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

interface Found {
  readonly path: string;
  readonly bytes: number;
}

type Place = { readonly folder: string; readonly files: readonly string[] };

/** The first file of those names in a precision. */
async function find(
  places: readonly Place[],
  names: readonly string[],
  precision: Precision,
): Promise<Found | undefined> {
  const wanted = names.flatMap((stem) => endings[precision].map((ending) => `${stem}${ending}.onnx`));
  const [found] = places.flatMap(({ folder, files }) =>
    wanted.filter((name) => files.includes(name)).map((name) => ({ folder, files, name })),
  );
  if (!found) return undefined;
  return { path: join(found.folder, found.name), bytes: await bytesOf(found.folder, found.name, found.files) };
}

/** Why a folder gives no choice: what it has, what it lacks, and what to do. */
function nothingIn(folder: string, layout: OnnxLayout, places: readonly Place[]): Error {
  if (layout === 'one-graph') {
    return fail(
      'onnx-missing',
      `${folder} has no onnx/model.onnx (nor model_q4.onnx, ...). Export the model to ONNX first.`,
    );
  }
  const has = (pattern: RegExp): boolean => places.some(({ files }) => files.some((name) => pattern.test(name)));
  const [encoder, decoder] = [has(/^encoder_model.*\.onnx$/), has(/^decoder_model.*\.onnx$/)];
  const again =
    'Export the model for "text2text-generation", which writes onnx/encoder_model.onnx and onnx/decoder_model.onnx.';
  if (!decoder && has(/^decoder_with_past_model.*\.onnx$/)) {
    return fail('onnx-missing', `${folder} has only a decoder that needs a cache (decoder_with_past_model). ${again}`);
  }
  if (encoder && !decoder) {
    return fail('onnx-missing', `${folder} has an encoder, but no decoder (onnx/decoder_model.onnx). ${again}`);
  }
  if (decoder && !encoder) {
    return fail('onnx-missing', `${folder} has a decoder, but no encoder (onnx/encoder_model.onnx). ${again}`);
  }
  if (encoder && decoder) {
    return fail('onnx-missing', `${folder} has its encoder and its decoder in different precisions. ${again}`);
  }
  return fail('onnx-missing', `${folder} has no ONNX files of an encoder and a decoder. ${again}`);
}

/**
 * The ONNX files of a model folder, looked for in onnx/ and at the top; one choice for each precision in which nothing
 * is missing, in `precisions`' order. Refuses (`onnx-missing`) a folder without any.
 */
export async function findOnnxFiles(folder: string, layout: OnnxLayout): Promise<readonly OnnxChoice[]> {
  const places = await Promise.all(
    [join(folder, 'onnx'), folder].map(async (place) => ({ folder: place, files: await list(place) })),
  );
  const choices: OnnxChoice[] = [];
  for (const precision of precisions) {
    const parts = await Promise.all(stems[layout].map((names) => find(places, names, precision)));
    const found = parts.filter((part) => part !== undefined);
    if (found.length < parts.length) continue;
    const [first, second] = found;
    const past = second && (await find(places, ['decoder_with_past_model'], precision));
    const letters = second && (await find(places, ['letters_model'], precision));
    choices.push({
      precision,
      path: first!.path,
      ...(second && { decoder: second.path }),
      ...(past && { decoderWithPast: past.path }),
      ...(letters && { letters: letters.path }),
      bytes: [...found, past, letters].flatMap((file) => file ?? []).reduce((sum, { bytes }) => sum + bytes, 0),
    });
  }
  if (choices.length === 0) throw nothingIn(folder, layout, places);
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

import { fail } from '../../protocol';
import type { BoundInputs } from '../families/bind-inputs';
import type { ModelFolder } from '../families/model-folder';
import { cacheBranch, hasCacheBranch } from '../graph/cache-branch';
import { withNewRows } from '../graph/new-rows';
import { dataTypes, type Graph, type OnnxModel } from '../graph/onnx-model';
import { readOnnx, type OnnxFile } from '../graph/read-onnx';
import { bindText } from '../inside/encoder/encoder-feeds';

/** An array of a decoder's cache: where it goes in, where it comes out, and the axis of its tokens. */
export interface DecoderCache {
  readonly input: string;
  readonly output: string;
  readonly axis: number;
}

/** One graph of a decoder and how it is fed. */
export interface DecoderGraph {
  readonly model: OnnxModel;
  /** What the text itself feeds. */
  readonly inputs: BoundInputs;
  readonly file: OnnxFile;
}

/** A decoder as its exporter wrote it. */
export interface DecoderGraphs {
  /** Reads the first tokens; gives the caches where `next` needs them. */
  readonly first: DecoderGraph;
  /** Reads one token behind the caches; undefined in exports without a cache: then `first` reads everything again. */
  readonly next:
    | (DecoderGraph & {
        /** Of the tokens written so far; each step adds a row. */
        readonly written: readonly DecoderCache[];
        /** Of the text that the encoder read; the same for all steps. */
        readonly source: readonly Pick<DecoderCache, 'input' | 'output'>[];
      })
    | undefined;
}

const pastName = /^past_key_values\.(.+)$/;
const outputOf = (input: string): string => input.replace(pastName, 'present.$1');
const isSourceCache = (name: string): boolean => /\.encoder\./.test(name);

/** The inputs of a graph but its caches. */
function withoutPast(graph: Graph): Graph {
  return { ...graph, input: graph.input.filter(({ name }) => !pastName.test(name ?? '')) };
}

/** Where the tokens of a cache are: the axis whose length has the name of a past. Keys and values are [1, heads, tokens, size]. */
function axisOf(graph: Graph, input: string): number {
  const dims = graph.input.find(({ name }) => name === input)?.type?.tensorType?.shape?.dim ?? [];
  const axis = dims.findIndex(({ dimParam }) => /past/i.test(dimParam ?? ''));
  return axis === -1 ? 2 : axis;
}

function nextGraph(file: OnnxFile, model: OnnxModel, folder: ModelFolder): NonNullable<DecoderGraphs['next']> {
  const pasts = model.graph.input.flatMap(({ name = '' }) => (pastName.test(name) ? [name] : []));
  const caches = pasts.map((input) => ({ input, output: outputOf(input), axis: axisOf(model.graph, input) }));
  const written = caches.filter(({ input }) => !isSourceCache(input));
  const outputs = new Set(model.graph.output.map(({ name }) => name));
  const missing = written.find(({ output }) => !outputs.has(output));
  if (written.length === 0 || missing) {
    const what = missing ? `gives no ${missing.output} for its ${missing.input}` : 'takes no past_key_values';
    throw fail('onnx-broken', `The decoder with a cache in ${folder.folder} ${what}. Export the model again.`);
  }
  const growing = written.map(({ output, axis }) => ({ output, axis, elementType: dataTypes.float }));
  const graph = withNewRows(model.graph, growing);
  return {
    file,
    model: { ...model, graph },
    inputs: bindText(withoutPast(model.graph), folder.entry, folder.langscope),
    written,
    source: caches.filter(({ input }) => isSourceCache(input)),
  };
}

/**
 * Reads the graphs of a decoder: two files, both in one (merged), or one without a cache. `withPast`: the file of the one
 * that needs a cache. Refuses (`inputs-unknown`, `onnx-broken`) what does not fit together.
 */
export function decoderGraphs(folder: ModelFolder, decoder: string, withPast: string | undefined): DecoderGraphs {
  const file = readOnnx(decoder);
  const model = cacheBranch(file.model, false, () => true);
  const first = { file, model, inputs: bindText(withoutPast(model.graph), folder.entry, folder.langscope) };
  const gives = model.graph.output.some(({ name }) => /^present\..*\.decoder\./.test(name ?? ''));
  if (hasCacheBranch(file.model)) {
    // The cache of the encoder's text comes from the first graph: here it would only be handed through.
    const cached = cacheBranch(file.model, true, (name) => !isSourceCache(name));
    return { first, next: nextGraph(file, cached, folder) };
  }
  if (withPast === undefined || !gives) return { first, next: undefined };
  const second = readOnnx(withPast);
  return { first, next: nextGraph(second, second.model, folder) };
}

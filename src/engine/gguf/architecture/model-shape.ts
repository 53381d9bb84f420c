import { fail } from '../../../protocol';
import type { GgufMetadata } from '../file/gguf-metadata';
import type { Architecture } from './architecture';

/** Rotary positions: how fast each pair of numbers turns. */
export interface Rotation {
  readonly base: number;
  /** Positions are divided by it. */
  readonly factor: number;
}

/** The sizes of a model, and what its metadata say about how it computes. */
export interface ModelShape {
  readonly architecture: Architecture;
  readonly layers: number;
  /** Numbers of a token in the stream between the layers. */
  readonly width: number;
  readonly inner: number;
  readonly heads: number;
  /** Heads of keys and values; each serves heads / keyHeads heads of queries. */
  readonly keyHeads: number;
  readonly headSize: number;
  /** Numbers of a head that are turned. */
  readonly rotated: number;
  readonly epsilon: number;
  /** Tokens that the model can read. */
  readonly context: number;
  /** What attention scores are multiplied with. */
  readonly scoreScale: number;
  /** 0: none. */
  readonly scoreCap: number;
  readonly logitCap: number;
  readonly rotation: Rotation;
  /** Of the layers with a window, where those have a rotation of their own. */
  readonly windowRotation: Rotation;
  /** Tokens that a layer sees, the newest among them; undefined: all. */
  readonly window: (layer: number) => number | undefined;
}

/** A longer table of positions would take more than half a gigabyte for some heads; nobody reads as much on a CPU. */
const longestContext = 131_072;

/** Reads one key after the other; those of an architecture begin with its name. */
class Reader {
  public constructor(
    private readonly metadata: GgufMetadata,
    private readonly prefix: string,
    private readonly file: string,
  ) {}

  public number(key: string): number | undefined {
    return this.metadata.number(`${this.prefix}.${key}`);
  }

  public text(key: string): string | undefined {
    return this.metadata.text(`${this.prefix}.${key}`);
  }

  /** A whole number from 1 on; refuses a file without it where there is no `otherwise`. */
  public size(key: string, otherwise?: number): number {
    const value = this.number(key) ?? otherwise;
    if (value !== undefined && Number.isSafeInteger(value) && value > 0) return value;
    throw this.broken(key, value);
  }

  /** A number greater than 0. */
  public positive(key: string, otherwise?: number): number {
    const value = this.number(key) ?? otherwise;
    if (value !== undefined && value > 0 && Number.isFinite(value)) return value;
    throw this.broken(key, value);
  }

  public broken(key: string, value: number | undefined): Error {
    const name = `${this.prefix}.${key}`;
    const what = value === undefined ? `has no ${name}` : `says that ${name} is ${value}`;
    return fail(
      'gguf-broken',
      `${this.file} ${what}, so that its graph cannot be built. Get the file from another source.`,
    );
  }

  public refuse(what: string): Error {
    return fail('unsupported', `${this.file} ${what}, which Langscope cannot import. Choose another model.`);
  }
}

/** Ways of stretching positions that only divide them, and those that are another table altogether. */
function scalingOf(read: Reader): number {
  const type = read.text('rope.scaling.type') ?? 'none';
  if (type === 'none') return 1;
  if (type === 'linear') return read.positive('rope.scaling.factor', 1);
  throw read.refuse(`stretches its positions by the method ${JSON.stringify(type.slice(0, 40))}`);
}

/** Reads the sizes of a model from the metadata; `file` is the name for sentences. Refuses what no model can have. */
export function modelShape(metadata: GgufMetadata, architecture: Architecture, file: string): ModelShape {
  const read = new Reader(metadata, architecture.name, file);
  if ((read.number('expert_count') ?? 0) > 0) throw read.refuse('is a mixture of experts');
  const layers = read.size('block_count');
  const width = read.size('embedding_length');
  const heads = read.size('attention.head_count');
  const keyHeads = read.size('attention.head_count_kv', heads);
  if (heads % keyHeads !== 0) throw read.broken('attention.head_count_kv', keyHeads);
  const headSize = read.size('attention.key_length', width / heads);
  const values = read.size('attention.value_length', headSize);
  if (values !== headSize) throw read.refuse('has values of another size than its keys');
  const rotated = read.size('rope.dimension_count', headSize);
  if (rotated > headSize || rotated % 2 !== 0) throw read.broken('rope.dimension_count', rotated);
  const { windowed, caps, scalesByWidth } = architecture;
  const window = read.number('attention.sliding_window') ?? 0;
  const rotation = { base: read.positive('rope.freq_base', 10_000), factor: scalingOf(read) };
  const scoreSize = scalesByWidth?.layers === layers ? width / heads : headSize;
  return {
    architecture,
    layers,
    width,
    inner: read.size('feed_forward_length'),
    heads,
    keyHeads,
    headSize,
    rotated,
    epsilon: read.positive('attention.layer_norm_rms_epsilon'),
    context: Math.min(read.size('context_length'), longestContext),
    scoreScale: 1 / Math.sqrt(scoreSize),
    scoreCap: read.number('attn_logit_softcapping') ?? caps?.scores ?? 0,
    logitCap: read.number('final_logit_softcapping') ?? caps?.logits ?? 0,
    rotation,
    windowRotation: windowed?.base === undefined ? rotation : { base: windowed.base, factor: 1 },
    window: (layer) =>
      window > 0 && (windowed === undefined || (layer + 1) % windowed.every !== 0) ? window : undefined,
  };
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { importGguf, type ImportedModel, type ImportOptions } from '../../../src/engine/gguf/import-gguf';
import { readOnnx, type OnnxFile } from '../../../src/engine/graph/read-onnx';
import { Session } from '../../../src/engine/runtime/session';
import { root } from '../text/checkout';

export const tinyFolder = join(root, 'test/fixtures/gguf');

export interface TinyGolden {
  readonly ids: readonly number[];
  /** The rows of the logits that are given. */
  readonly rows: readonly number[];
  readonly models: Readonly<
    Record<
      string,
      {
        readonly architecture: string;
        /** How much rounding the inputs of linear layers to eight bits changes a logit at most. */
        readonly rounding: number;
        readonly logits: readonly (readonly number[])[];
      }
    >
  >;
}

export const tinyGolden = JSON.parse(readFileSync(join(root, 'test/golden/gguf-logits.json'), 'utf8')) as TinyGolden;

/** The tiny models have no tokenizer. */
export const quietly: ImportOptions = {
  report: () => undefined,
  token: { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) },
  writeTokenizer: () => Promise.resolve(),
};

/** Runs with a folder that is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'langscope-gguf-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function importTiny(
  name: string,
  folder: string,
): Promise<{ readonly imported: ImportedModel; readonly file: OnnxFile }> {
  const target = join(folder, name);
  const imported = await importGguf(join(tinyFolder, `${name}.gguf`), target, quietly);
  const ending = imported.precision === 'fp32' ? '' : `_${imported.precision}`;
  return { imported, file: readOnnx(join(target, 'onnx', `model${ending}.onnx`)) };
}

type Cache = ReadonlyMap<string, Tensor>;

/** A graph with its cache, run as exports of Hugging Face are. */
export class TinyRun {
  private constructor(
    private readonly session: Session,
    private readonly start: Cache,
    private readonly outputs: readonly string[],
  ) {}

  public static async open({ model, folder }: OnnxFile): Promise<TinyRun> {
    const session = await Session.open(model, { provider: 'cpu', threads: 1, folder }, 'The tiny model');
    const start = new Map<string, Tensor>();
    for (const { name = '', type } of model.graph.input) {
      if (!name.startsWith('past_key_values.')) continue;
      const sizes = type?.tensorType?.shape?.dim?.map(({ dimValue }) => Number(dimValue ?? 0)) ?? [];
      start.set(name, new Tensor('float32', new Float32Array(0), [1, sizes[1]!, 0, sizes[3]!]));
    }
    return new TinyRun(
      session,
      start,
      model.graph.output.map(({ name = '' }) => name),
    );
  }

  /** Logits [tokens, vocabulary] of `ids` behind a cache of `past` tokens. */
  public async read(
    ids: readonly number[],
    past = 0,
    cache: Cache = this.start,
  ): Promise<{ readonly logits: Float32Array; readonly cache: Cache }> {
    const all = past + ids.length;
    const feeds = {
      ...Object.fromEntries(cache),
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      attention_mask: new Tensor('int64', new BigInt64Array(all).fill(1n), [1, all]),
    };
    const results = await this.session.run(feeds, this.outputs);
    const carried = this.outputs.flatMap((name): [string, Tensor][] =>
      name.startsWith('present.') ? [[name.replace('present.', 'past_key_values.'), results.get(name)!]] : [],
    );
    return { logits: results.get('logits')!.data as Float32Array, cache: new Map(carried) };
  }

  public async dispose(): Promise<void> {
    await this.session.dispose();
  }
}

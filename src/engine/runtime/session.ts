import { env, InferenceSession, type Tensor } from 'onnxruntime-node';
import { fail, type Failure, type FailureCode, type Provider } from '../../protocol';
import { encodeModel, type OnnxModel } from '../graph/onnx-model';

export interface SessionPlace {
  readonly provider: Provider;
  /** Threads for one operator. */
  readonly threads: number;
  /** Where the model's external data lie. */
  readonly folder: string;
  /** false: memory is given back after each run, for work whose arrays grow from run to run. */
  readonly arena?: boolean;
}

const outOfMemory = /bad_alloc|failed to allocate|out of memory|OutOfMemory|not enough memory/i;

/** What an error of onnxruntime means: its first line, and what to do where memory ran out. */
export function runtimeFailure(error: unknown, otherwise: FailureCode, what: string): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (outOfMemory.test(message) || error instanceof RangeError) {
    return {
      code: 'out-of-memory',
      message: `${what}: there is not enough memory. Choose a smaller model or precision.`,
    };
  }
  const line = (message.split('\n')[0] ?? '').slice(0, 400).replace(/\.$/, '');
  return { code: otherwise, message: `${what}: ${line}.` };
}

// Errors come back as exceptions and are shown with their remedy; their copies on stderr would only alarm.
env.logLevel = 'fatal';

/** A graph made ready to run by one provider. Creating and running block the thread. */
export class Session {
  private constructor(
    private readonly session: InferenceSession,
    private readonly what: string,
  ) {}

  /** Throws what onnxruntime throws: the caller knows whether the provider or the file is to blame. */
  public static async open(model: OnnxModel, place: SessionPlace, what: string): Promise<Session> {
    const session = await InferenceSession.create(encodeModel(model), {
      executionProviders: [place.provider],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: place.threads,
      interOpNumThreads: 1,
      enableCpuMemArena: place.arena ?? true,
      enableMemPattern: place.arena ?? true,
      logSeverityLevel: 4,
      extra: {
        session: {
          model_external_initializers_file_folder_path: place.folder,
          // Threads wait for the next operator of a run by spinning, which a token's many small operators need (decoding is
          // 1.4 times faster), and stop with the run: between runs they would take the processor from the editor.
          intra_op: { allow_spinning: '1' },
          force_spinning_stop: '1',
        },
      },
    });
    return new Session(session, what);
  }

  /** Runs the graph and returns the named outputs; the others are not copied out. Refuses with `run-failed`. */
  public async run(
    feeds: Readonly<Record<string, Tensor>>,
    outputs: readonly string[],
  ): Promise<ReadonlyMap<string, Tensor>> {
    try {
      const results = await this.session.run(feeds, outputs);
      return new Map(outputs.map((name) => [name, results[name] as Tensor]));
    } catch (error) {
      const { code, message } = runtimeFailure(error, 'run-failed', `${this.what} could not be run`);
      throw fail(code, message);
    }
  }

  public async dispose(): Promise<void> {
    await this.session.release();
  }
}

import { fail, FailureError, type Provider } from '../../protocol';
import { fewRowsGraph } from '../graph/few-rows';
import type { OnnxModel } from '../graph/onnx-model';
import type { OnnxFile } from '../graph/read-onnx';
import type { SplitModel } from '../graph/split-model';
import { ProviderRefusal } from '../runtime/open-on-provider';
import { runtimeFailure, Session, type SessionPlace } from '../runtime/session';
import type { BoundInputs } from './bind-inputs';
import { ModelBody } from './model-body';
import { ScoringHead } from './scoring-head';

/** A model file that is read, bound and cut, but not yet open. */
export interface PreparedFile {
  readonly file: OnnxFile;
  /** The graph before it was cut. */
  readonly whole: OnnxModel;
  readonly split: SplitModel;
  readonly inputs: BoundInputs;
  readonly forgets: boolean;
  /** Of the body, see `BoundInputs.newRows`. */
  readonly newRows: BoundInputs['newRows'];
}

export interface OpenParts {
  readonly body: ModelBody;
  readonly head: ScoringHead;
}

/** Ids that every vocabulary has; enough to see whether a provider computes what the CPU does, and how fast. */
const probe = Int32Array.from({ length: 16 }, (_id, at) => Math.min(at % 3, 1));
/**
 * Largest relative difference to the CPU (root mean square). Half precision and four-bit products that round in other
 * places stay below; a driver that computes nonsense does not.
 */
const providerTolerance = 0.2;

async function openBody(prepared: PreparedFile, place: SessionPlace): Promise<ModelBody> {
  const session = await Session.open(prepared.split.body, place, 'The model');
  const { inputs, newRows, forgets, split } = prepared;
  // On other providers the products count alike for few rows and for many.
  const fewRows = place.provider === 'cpu' ? fewRowsGraph(split.body.graph) : undefined;
  const openFewRows = fewRows && (() => Session.open({ ...split.body, graph: fewRows }, place, 'The model'));
  return new ModelBody(session, newRows ? { ...inputs, newRows } : inputs, forgets, openFewRows);
}

interface Probe {
  readonly hidden: Float32Array;
  /** Milliseconds of the second run: the first compiles. */
  readonly time: number;
}

async function probeBody(body: ModelBody): Promise<Probe> {
  const { hidden } = await body.read(body.begin(), probe, false);
  const start = performance.now();
  await body.read(body.begin(), probe, false);
  return { hidden, time: performance.now() - start };
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/**
 * Compares a provider with the CPU: drivers exist that compute nonsense without an error, and software ones that are
 * far slower than the CPU, which matters where the provider was not asked for.
 */
async function compareWithCpu(
  { hidden, time }: Probe,
  prepared: PreparedFile,
  place: SessionPlace,
  wanted: boolean,
): Promise<void> {
  const body = await openBody(prepared, { ...place, provider: 'cpu' });
  try {
    const cpu = await probeBody(body);
    const difference = norm(cpu.hidden.map((value, at) => value - hidden[at]!)) / Math.max(norm(cpu.hidden), 1e-6);
    if (!(difference <= providerTolerance)) {
      throw new ProviderRefusal(
        `it gives other numbers than the CPU (relative difference ${difference.toPrecision(2)})`,
      );
    }
    if (!wanted && time > cpu.time) {
      const times = `${time.toFixed(0)} ms against ${cpu.time.toFixed(0)} ms for ${probe.length} tokens`;
      throw new ProviderRefusal(`it is slower here than the CPU (${times})`);
    }
  } finally {
    await body.dispose();
  }
}

async function openParts(prepared: PreparedFile, place: SessionPlace, wanted: boolean): Promise<OpenParts> {
  const body = await openBody(prepared, place);
  try {
    const probed = await probeBody(body);
    if (place.provider !== 'cpu') await compareWithCpu(probed, prepared, place, wanted);
    const session = await Session.open(prepared.split.head, place, 'The scoring head');
    try {
      return { body, head: await ScoringHead.open(session, probed.hidden.length / probe.length) };
    } catch (error) {
      await session.dispose();
      throw error;
    }
  } catch (error) {
    await body.dispose();
    throw error;
  }
}

/** Below this, a graphics processor loses more time with each call than it saves. */
const worthTrying = 64 * 1024 ** 2;

/**
 * Opens both sessions and runs them once. `wanted`: the provider was asked for, so that its speed does not matter. An
 * error is the provider's fault (ProviderRefusal), except on the CPU: there it is the file's or the memory's.
 */
export async function openSessions(
  prepared: PreparedFile,
  provider: Provider,
  threads: number,
  wanted: boolean,
): Promise<OpenParts> {
  const { folder, path, weightBytes } = prepared.file;
  if (provider !== 'cpu' && !wanted && weightBytes < worthTrying) {
    throw new ProviderRefusal('it was not tried, as a model of this size runs fastest on the CPU');
  }
  try {
    return await openParts(prepared, { provider, threads, folder }, wanted);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    if (provider !== 'cpu') throw new ProviderRefusal(error.message);
    if (error instanceof FailureError) throw error;
    const { code, message } = runtimeFailure(error, 'onnx-broken', `${path} could not be opened`);
    throw fail(code, message);
  }
}

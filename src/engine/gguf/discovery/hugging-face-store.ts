import { join } from 'node:path';
import type { FoundFile, ModelStoreSearch } from './found-file';
import { isModelFile } from './gguf-names';
import { entriesOf, walkFolder } from './walk-folder';

/**
 * The Hugging Face cache: models--ORG--NAME/snapshots/COMMIT/FILE.gguf, links to blobs (HF_HUB_CACHE, else HF_HOME/hub,
 * else ~/.cache/huggingface/hub). A file that several snapshots have is listed once.
 */
export const huggingFaceModels: ModelStoreSearch = async ({ env, home }, budget) => {
  const cache = env['XDG_CACHE_HOME'] ?? join(home, '.cache');
  const root =
    env['HF_HUB_CACHE'] ?? env['HUGGINGFACE_HUB_CACHE'] ?? join(env['HF_HOME'] ?? join(cache, 'huggingface'), 'hub');
  const found = new Map<string, FoundFile>();
  for (const repository of await entriesOf(root, budget)) {
    if (!repository.startsWith('models--')) continue;
    const snapshots = join(root, repository, 'snapshots');
    const [, ...place] = repository.split('--');
    for (const commit of await entriesOf(snapshots, budget)) {
      for (const file of await walkFolder(join(snapshots, commit), 3, budget)) {
        if (!isModelFile(file)) continue;
        const name = `${place.join('/')}/${file}`;
        found.set(name, { store: 'hugging-face', name, path: join(snapshots, commit, ...file.split('/')) });
      }
    }
  }
  return [...found.values()];
};

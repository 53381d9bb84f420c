import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundFile, ModelStoreSearch } from './found-file';
import { walkFolder } from './walk-folder';

const modelLayer = 'application/vnd.ollama.image.model';
/** Far above any manifest: a larger file is none. */
const mostBytes = 1024 * 1024;

/** The digest of a manifest's model layer. */
async function modelDigest(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).size > mostBytes) return undefined;
    const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
    const layers: unknown = (manifest as { readonly layers?: unknown } | null)?.layers;
    if (!Array.isArray(layers)) return undefined;
    const layer = layers.find((one: { readonly mediaType?: unknown } | null) => one?.mediaType === modelLayer) as
      { readonly digest?: unknown } | undefined;
    return typeof layer?.digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(layer.digest) ? layer.digest : undefined;
  } catch {
    return undefined;
  }
}

/** registry/library/llama3.2/1b -> llama3.2:1b; models of others keep their place: hf.co/org/repo:tag. */
function nameOf(manifest: string): string {
  const parts = manifest.split('/');
  const tag = parts.pop()!;
  const own = /^registry\.ollama\.ai$/.test(parts[0] ?? '');
  const place = own && parts[1] === 'library' ? parts.slice(2) : own ? parts.slice(1) : parts;
  return `${place.join('/')}:${tag}`;
}

/**
 * Ollama's models: manifests/HOST/OWNER/MODEL/TAG name the layers, and blobs/sha256-... are their contents
 * (OLLAMA_MODELS, else ~/.ollama/models, else that of the system's service).
 */
export const ollamaModels: ModelStoreSearch = async ({ env, home, platform }, budget) => {
  const given = env['OLLAMA_MODELS'];
  const roots = [
    ...(given === undefined || given === '' ? [] : [given]),
    join(home, '.ollama', 'models'),
    ...(platform === 'linux' ? ['/usr/share/ollama/.ollama/models'] : []),
  ];
  const found: FoundFile[] = [];
  for (const root of roots) {
    const manifests = join(root, 'manifests');
    for (const manifest of await walkFolder(manifests, 5, budget)) {
      const digest = await modelDigest(join(manifests, ...manifest.split('/')));
      if (digest === undefined) continue;
      found.push({ store: 'ollama', name: nameOf(manifest), path: join(root, 'blobs', digest.replace(':', '-')) });
    }
  }
  return found;
};

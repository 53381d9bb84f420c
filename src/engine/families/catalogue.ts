import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { FailureError, type CapabilityReport, type InstalledModel } from '../../protocol';
import { attentionMissing } from '../graph/attention/attention-operators';
import { readModelFolder, type ModelFolder } from './model-folder';
import { autoChoice } from './onnx-files';
import { present } from './present';
import { languagesOf } from './translating';

/** Folders whose models go by their bare names end like this. */
const bundledPlace = /[\\/]models[\\/]bundled[\\/][^\\/]+$/;

export function isBundled(folder: string): boolean {
  return bundledPlace.test(folder);
}

/** What a model goes by: the bare name of a bundled one, the path of any other folder. */
export function nameOf(folder: string): string {
  return isBundled(folder) ? basename(folder) : folder;
}

function identity(folder: string): Pick<InstalledModel, 'name' | 'folder' | 'bundled'> {
  return { name: nameOf(folder), folder, bundled: isBundled(folder) };
}

/** Attention also depends on how the graph was exported, which its operators tell. */
function withGraph(report: CapabilityReport, { onnx }: ModelFolder): CapabilityReport {
  if (report.capability !== 'attention' || report.missing !== undefined) return report;
  const path = autoChoice(onnx, 'cpu')?.path;
  const missing = path === undefined ? undefined : attentionMissing(path);
  return missing === undefined ? report : { ...report, missing };
}

/** What is known of a model without loading it. A folder that cannot be used is listed with its problem. */
export async function describeModel(folder: string): Promise<InstalledModel> {
  const path = resolve(folder);
  try {
    const model = await readModelFolder(path);
    return present<InstalledModel>({
      ...identity(path),
      family: model.entry.family,
      task: model.task,
      precisions: model.onnx.map(({ precision }) => precision),
      bytes: autoChoice(model.onnx, 'cpu')?.bytes ?? 0,
      vocabulary: model.vocabulary,
      context: model.context,
      licence: model.licence,
      languages: model.translating && languagesOf(model.translating),
      capabilities: model.capabilities.map((report) => withGraph(report, model)),
      problem: undefined,
    });
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { ...identity(path), precisions: [], bytes: 0, capabilities: [], problem: error.failure.message };
  }
}

async function isModel(folder: string): Promise<boolean> {
  const marks = ['config.json', 'langscope.json', 'tokenizer.json', 'model.onnx', 'onnx'];
  const found = await Promise.all(marks.map((name) => stat(join(folder, name)).catch(() => undefined)));
  return found.some((entry) => entry !== undefined);
}

/**
 * Lists the models in the given folders. Each folder is a model itself or holds model folders; one that does not
 * exist gives an entry with its problem, one that holds nothing gives nothing. A model found twice is listed once.
 */
export async function listModels(folders: readonly string[]): Promise<readonly InstalledModel[]> {
  const found = new Map<string, InstalledModel>();
  const add = async (folder: string): Promise<void> => {
    if (!found.has(folder)) found.set(folder, await describeModel(folder));
  };
  for (const folder of folders.map((path) => resolve(path))) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
    if (entries === undefined || (await isModel(folder))) {
      await add(folder);
      continue;
    }
    for (const entry of entries) {
      // Hidden folders are being written, or something else's.
      if (entry.name.startsWith('.')) continue;
      const inner = join(folder, entry.name);
      if ((entry.isDirectory() || entry.isSymbolicLink()) && (await isModel(inner))) await add(inner);
    }
  }
  return [...found.values()];
}

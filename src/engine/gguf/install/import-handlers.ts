import { defaultModel, fail, type ImportRequests } from '../../../protocol';
import type { Engine } from '../../engine';
import type { Handlers } from '../../handlers';
import { urgency } from '../../scheduler';
import { findModels } from '../discovery/find-models';
import { firstModelFolder, getFirstModel } from '../first-model/get-first-model';
import { importModel, type ImportPlace } from './import-model';

/** Milliseconds between two words about how far an import is. */
const pause = 100;

function placeOf(engine: Engine, folder: string, bundled: readonly string[], task: string | undefined): ImportPlace {
  let told = { stage: '', time: 0 };
  return {
    folder,
    bundled,
    release: (model) => engine.scheduler.once(urgency.interactive, () => engine.pool.unload(model)),
    report: (stage, done, total) => {
      const now = performance.now();
      if (task === undefined || (told.stage === stage && done < total && now - told.time < pause)) return;
      told = { stage, time: now };
      engine.emit('progress', { task, done, total, stage });
    },
  };
}

function folderOf(engine: Engine): string {
  if (engine.importedFolder !== undefined) return engine.importedFolder;
  throw fail('unsupported', 'This engine has no folder for imported models.');
}

/** What the engine answers about importing models. */
export const importHandlers: Handlers<keyof ImportRequests> = {
  importable: async (engine) => {
    const folder = folderOf(engine);
    return { ...(await findModels(folder)), folder };
  },
  import: async (engine, { task, ...request }, token) =>
    importModel(request, placeOf(engine, folderOf(engine), await engine.bundledNames(), task), token),
  getFirstModel: async (engine, { task, ...request }, token) =>
    getFirstModel(request, placeOf(engine, folderOf(engine), await engine.bundledNames(), task), token),
  defaultModel: async (engine) => {
    const first = engine.importedFolder === undefined ? undefined : await firstModelFolder(engine.importedFolder);
    return { model: first ?? defaultModel };
  },
};

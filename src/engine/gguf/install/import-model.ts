import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type ImportAnswer, type ImportStage } from '../../../protocol';
import { architectureNamed } from '../architecture/architecture-table';
import { openGguf } from '../file/gguf-file';
import { importGguf } from '../import-gguf';
import { checkTokenizer, writeTokenizer } from '../tokenizer/write-tokenizer';
import { contentHash } from './content-hash';
import { madeOf, recordedModels, writeRecord, type ImportRecord, type RecordedModel } from './import-record';
import { checkName, suggestedName } from './model-name';

export interface ImportRequest {
  readonly path: string;
  readonly name?: string;
  readonly replace?: boolean;
}

export interface ImportPlace {
  /** Where imported models lie. */
  readonly folder: string;
  /** Names that a model cannot have, as bundled ones have them. */
  readonly bundled: readonly string[];
  /** Lets go of a model whose folder is about to be replaced, or was. */
  readonly release: (folder: string) => Promise<void>;
  readonly report: (stage: ImportStage, done: number, total: number) => void;
}

/** Refuses before a large file is read what its first bytes already tell: damage, or a kind that is not known. */
async function checkFile(path: string): Promise<void> {
  const file = await openGguf(path);
  try {
    const architecture = file.metadata.text('general.architecture');
    if (architecture !== undefined) architectureNamed(architecture, basename(path));
    checkTokenizer(file.metadata);
  } finally {
    await file.close();
  }
}

function known({ name, folder, record }: RecordedModel): ImportAnswer {
  return { outcome: 'known', model: folder, name, folder, bytes: record.bytes };
}

async function exists(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined)) !== undefined;
}

/**
 * Makes a model of a GGUF file in the folder of imported models, whole or not at all. A content that was imported
 * before is not imported again, under whatever name. Refuses what is no model, a name that is no name, and
 * (`model-exists`) one that other content has, unless it is to be replaced.
 */
export async function importModel(
  { path, name, replace = false }: ImportRequest,
  { folder, bundled, release, report }: ImportPlace,
  token: CancellationToken,
): Promise<ImportAnswer> {
  const file = resolve(path);
  const called = name ?? suggestedName(basename(file));
  checkName(called, bundled);
  await checkFile(file);
  const { size: bytes, mtimeMs: modified } = await stat(file);
  const models = await recordedModels(folder);
  const unchanged = madeOf(models, { file, bytes, modified });
  if (unchanged) return known(unchanged);
  const target = join(folder, called);
  const taken = await exists(target);
  const sha256 = await contentHash(file, (done) => report('checking', done, bytes), token);
  const same = models.find(({ record }) => record.sha256 === sha256);
  if (same) return known(same);
  if (taken && !replace) {
    const from = models.find((model) => model.folder === target)?.record.file;
    throw fail(
      'model-exists',
      `There is a model called ${called} already${from === undefined ? '' : `, made of ${from}`}. ` +
        'Give this one another name, or replace the other.',
    );
  }
  const record: ImportRecord = { version: 1, file, bytes, modified, sha256 };
  if (taken) await release(target);
  await importGguf(file, target, {
    name: called,
    report: (done, total) => report('importing', done, total),
    token,
    writeTokenizer: async (metadata, temporary) => {
      await writeTokenizer(metadata, temporary);
      await writeRecord(temporary, record);
    },
  });
  // Somebody may have loaded the old one meanwhile.
  if (taken) await release(target);
  return { outcome: 'imported', model: target, name: called, folder: target, bytes };
}

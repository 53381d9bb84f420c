import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where an imported model came from; lies in its folder as import.json. */
export interface ImportRecord {
  readonly version: 1;
  /** The GGUF file: absolute path, and size and time by which it is known without reading it. */
  readonly file: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Of the file's content, in hexadecimal. */
  readonly sha256: string;
}

export interface RecordedModel {
  readonly name: string;
  readonly folder: string;
  readonly record: ImportRecord;
}

const recordFile = 'import.json';

export async function writeRecord(folder: string, record: ImportRecord): Promise<void> {
  await writeFile(join(folder, recordFile), `${JSON.stringify(record, null, 2)}\n`);
}

/** The record of a model's folder; undefined where it has none that can be read. */
async function readRecord(folder: string): Promise<ImportRecord | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, recordFile), 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is ImportRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { version, file, bytes, modified, sha256 } = value as Partial<Record<keyof ImportRecord, unknown>>;
  return (
    version === 1 &&
    typeof file === 'string' &&
    typeof bytes === 'number' &&
    typeof modified === 'number' &&
    typeof sha256 === 'string'
  );
}

/** The models in a folder that were imported; those that are only half written are none (their names begin with a dot). */
export async function recordedModels(folder: string): Promise<readonly RecordedModel[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const found = await Promise.all(
    names
      .filter((name) => !name.startsWith('.'))
      .map(async (name) => ({ name, folder: join(folder, name), record: await readRecord(join(folder, name)) })),
  );
  return found.flatMap(({ record, ...model }) => (record === undefined ? [] : [{ ...model, record }]));
}

/** The model made of a file that has not changed since, as far as its size and time tell. */
export function madeOf(
  models: readonly RecordedModel[],
  { file, bytes, modified }: Pick<ImportRecord, 'file' | 'bytes' | 'modified'>,
): RecordedModel | undefined {
  return models.find(({ record }) => record.file === file && record.bytes === bytes && record.modified === modified);
}

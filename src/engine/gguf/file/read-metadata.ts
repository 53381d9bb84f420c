import { GGUFValueType } from '@huggingface/gguf';
import { damaged, type HeaderReader } from './header-reader';

/** What a value of the metadata can be; numbers of 64 bits that a number cannot hold exactly stay bigints. */
export interface MetadataKinds {
  readonly text: string;
  readonly number: number | bigint;
  readonly flag: boolean;
  readonly texts: readonly string[];
  readonly numbers: readonly (number | bigint)[];
  readonly flags: readonly boolean[];
}

export type MetadataValue = {
  readonly [Kind in keyof MetadataKinds]: { readonly kind: Kind; readonly value: MetadataKinds[Kind] };
}[keyof MetadataKinds];

const textType: number = GGUFValueType.STRING;
const flagType: number = GGUFValueType.BOOL;
const listType: number = GGUFValueType.ARRAY;

/** Longer lists than any: the largest vocabularies have 262,144 tokens and twice as many merges. */
const mostItems = 2 ** 24;
const mostKeyBytes = 65535;

interface NumberType {
  readonly bytes: number;
  readonly read: (window: Buffer, at: number) => number | bigint;
}

function plain(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const numberTypes: ReadonlyMap<number, NumberType> = new Map<number, NumberType>([
  [GGUFValueType.UINT8, { bytes: 1, read: (window, at) => window.readUInt8(at) }],
  [GGUFValueType.INT8, { bytes: 1, read: (window, at) => window.readInt8(at) }],
  [GGUFValueType.UINT16, { bytes: 2, read: (window, at) => window.readUInt16LE(at) }],
  [GGUFValueType.INT16, { bytes: 2, read: (window, at) => window.readInt16LE(at) }],
  [GGUFValueType.UINT32, { bytes: 4, read: (window, at) => window.readUInt32LE(at) }],
  [GGUFValueType.INT32, { bytes: 4, read: (window, at) => window.readInt32LE(at) }],
  [GGUFValueType.FLOAT32, { bytes: 4, read: (window, at) => window.readFloatLE(at) }],
  [GGUFValueType.UINT64, { bytes: 8, read: (window, at) => plain(window.readBigUInt64LE(at)) }],
  [GGUFValueType.INT64, { bytes: 8, read: (window, at) => plain(window.readBigInt64LE(at)) }],
  [GGUFValueType.FLOAT64, { bytes: 8, read: (window, at) => window.readDoubleLE(at) }],
]);

const flagLayout = { bytes: 1, read: (window: Buffer, at: number): boolean => window.readUInt8(at) !== 0 };

interface Fixed<T> {
  readonly bytes: number;
  readonly read: (window: Buffer, at: number) => T;
}

async function one<T>(reader: HeaderReader, type: Fixed<T>): Promise<T> {
  if (!reader.has(type.bytes)) await reader.load(type.bytes);
  return reader.take(type.bytes, type.read);
}

async function many<T>(reader: HeaderReader, type: Fixed<T>, count: number): Promise<T[]> {
  reader.expect(count * type.bytes);
  const all: T[] = [];
  for (let i = 0; i < count; i += 1) {
    if (!reader.has(type.bytes)) await reader.load(type.bytes);
    all.push(reader.take(type.bytes, type.read));
  }
  return all;
}

async function manyTexts(reader: HeaderReader, count: number): Promise<string[]> {
  reader.expect(count * 8);
  const all: string[] = [];
  for (let i = 0; i < count; i += 1) all.push(reader.textInWindow() ?? (await reader.text()));
  return all;
}

async function readList(reader: HeaderReader, key: string): Promise<MetadataValue> {
  const type = await reader.uint32();
  const count = Number(await reader.uint64());
  if (count > mostItems) throw damaged(reader.file, `the list ${key} would have ${count} entries`);
  if (type === textType) return { kind: 'texts', value: await manyTexts(reader, count) };
  if (type === flagType) return { kind: 'flags', value: await many(reader, flagLayout, count) };
  const numbers = numberTypes.get(type);
  if (numbers) return { kind: 'numbers', value: await many(reader, numbers, count) };
  throw damaged(reader.file, `the list ${key} has entries of the unknown type ${type}`);
}

async function readValue(reader: HeaderReader, key: string): Promise<MetadataValue> {
  const type = await reader.uint32();
  if (type === textType) return { kind: 'text', value: await reader.text() };
  if (type === flagType) return { kind: 'flag', value: await one(reader, flagLayout) };
  if (type === listType) return readList(reader, key);
  const number = numberTypes.get(type);
  if (number) return { kind: 'number', value: await one(reader, number) };
  throw damaged(reader.file, `${key} has the unknown type ${type}`);
}

/** Names in a file can be anything: they are shown short and without what is no visible character. */
export function shownName(name: string): string {
  const visible = name.slice(0, 200).replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '\ufffd');
  return visible.length > 80 ? `${visible.slice(0, 80)}…` : visible;
}

/** Reads `count` entries, each a key, a type and a value. Refuses unknown types, lists of lists and repeated keys. */
export async function readMetadata(reader: HeaderReader, count: number): Promise<ReadonlyMap<string, MetadataValue>> {
  const entries = new Map<string, MetadataValue>();
  for (let i = 0; i < count; i += 1) {
    const key = await reader.text();
    if (key.length > mostKeyBytes) throw damaged(reader.file, `a key is ${key.length} characters long`);
    if (entries.has(key)) throw damaged(reader.file, `the key ${shownName(key)} occurs twice`);
    entries.set(key, await readValue(reader, shownName(key)));
  }
  return entries;
}

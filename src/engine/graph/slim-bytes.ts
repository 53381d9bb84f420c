import { closeSync, fstatSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { WireReader, wireTypes } from './wire-reader';

/** Field numbers of onnx.proto that the walk goes through. */
const fields = { modelGraph: 7, graphInitializer: 5, tensorFloatData: 4, tensorRawData: 9, tensorDoubleData: 10 };
/** Where a tensor's data lie in the file as they would lie in memory. */
const plainData = new Set([fields.tensorRawData, fields.tensorFloatData, fields.tensorDoubleData]);
/** Smaller tensors (shapes, axes, scalars) stay inside: onnxruntime wants them at hand to infer shapes. */
const inlineBytes = 1024;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  while (value >= 0x80) {
    bytes.push((value % 0x80) | 0x80);
    value = Math.floor(value / 0x80);
  }
  bytes.push(value);
  return Buffer.from(bytes);
}

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + wireTypes.bytes), varint(content.length), content]);
}

function entry(key: string, value: string): Buffer {
  return field(13, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))]));
}

/** TensorProto in [reader.offset, end) with its data, where they are long, replaced by their place in the file. */
function slimTensor(reader: WireReader, end: number, file: string): Buffer {
  const parts: Buffer[] = [];
  let moved = false;
  while (reader.offset < end) {
    const start = reader.offset;
    const { field: number, wire } = reader.tag();
    const valueEnd = reader.end(wire);
    const length = valueEnd - reader.offset;
    if (wire === wireTypes.bytes && plainData.has(number) && length > inlineBytes) {
      parts.push(entry('location', file), entry('offset', String(reader.offset)), entry('length', String(length)));
      moved = true;
    } else {
      parts.push(reader.copy(start, valueEnd));
    }
    reader.offset = valueEnd;
  }
  // At the end, since many exports say that the data lie inside, and of a field that is there twice the last one counts.
  if (moved) parts.push(varint(14 * 8 + wireTypes.varint), varint(1));
  return Buffer.concat(parts);
}

/** Copies a message's fields, those of number `inner` through `slim`. */
function walk(
  reader: WireReader,
  end: number,
  inner: number,
  slim: (reader: WireReader, end: number) => Buffer,
): Buffer {
  const parts: Buffer[] = [];
  // Neighbouring fields are copied together.
  let copied = reader.offset;
  while (reader.offset < end) {
    const start = reader.offset;
    const { field: number, wire } = reader.tag();
    const valueEnd = reader.end(wire);
    if (number === inner && wire === wireTypes.bytes) {
      if (start > copied) parts.push(reader.copy(copied, start));
      parts.push(field(number, slim(reader, valueEnd)));
      copied = valueEnd;
    }
    reader.offset = valueEnd;
  }
  if (end > copied) parts.push(reader.copy(copied, end));
  return Buffer.concat(parts);
}

/**
 * The ModelProto of an ONNX file without its weights: every initializer longer than 1 KB becomes external data that
 * point into the file itself, so that a session made from these bytes (about 1 MB) maps the weights where they lie.
 * Tensors that are external already stay as they are. Throws WireError where the file is truncated or no protobuf.
 */
export function slimBytes(path: string): Buffer {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    const file = basename(path);
    const graph = (reader: WireReader, end: number): Buffer =>
      walk(reader, end, fields.graphInitializer, (inner, innerEnd) => slimTensor(inner, innerEnd, file));
    return walk(new WireReader(fd, size), size, fields.modelGraph, graph);
  } finally {
    closeSync(fd);
  }
}

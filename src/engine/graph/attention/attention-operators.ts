import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { WireError, WireReader, wireTypes } from '../wire-reader';

/** Field numbers of onnx.proto that the walk goes through. */
const fields = { modelGraph: 7, graphNode: 1, nodeOperator: 4 };

/** Operators in which attention can be seen, see `findAttention`. */
const known = new Set(['Softmax', 'Attention', 'MultiHeadAttention', 'GroupQueryAttention']);

/** Calls `visit` for every field of the given number in the message that ends at `end`, until one says that it is enough. */
function walk(reader: WireReader, end: number, wanted: number, visit: (end: number) => boolean): boolean {
  while (reader.offset < end) {
    const { field, wire } = reader.tag();
    const valueEnd = reader.end(wire);
    if (field === wanted && wire === wireTypes.bytes && visit(valueEnd)) return true;
    reader.offset = valueEnd;
  }
  return false;
}

/** The operators of an ONNX file's graph, up to the first known one; those inside branches not, weights passed over. */
function operatorsOf(path: string): ReadonlySet<string> {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    const reader = new WireReader(fd, size);
    const found = new Set<string>();
    const add = (end: number): boolean => {
      const name = reader.copy(reader.offset, end).toString('utf8');
      found.add(name);
      return known.has(name);
    };
    walk(reader, size, fields.modelGraph, (graphEnd) =>
      walk(reader, graphEnd, fields.graphNode, (nodeEnd) => walk(reader, nodeEnd, fields.nodeOperator, add)),
    );
    return found;
  } finally {
    closeSync(fd);
  }
}

/** Why a graph of these operators shows no attention, and what to do; undefined where it may. */
export function attentionMissingFrom(operators: ReadonlySet<string>): string | undefined {
  if ([...known].some((operator) => operators.has(operator))) return undefined;
  const other = [...operators].find((operator) => operator.endsWith('Attention'));
  if (other !== undefined) {
    return `Its operator ${other} does not show what it weighs. Export the model again with eager attention.`;
  }
  if (operators.has('If')) {
    return 'Its layers are inside a branch of the graph (a merged export). Take an export without branches, such as model.onnx.';
  }
  return 'Its graph has no attention that Langscope knows. Export it again with attn_implementation="eager".';
}

const answers = new Map<string, string | undefined>();

/**
 * The same for an ONNX file, without decoding it: a few milliseconds, and none the second time. Undefined also where the
 * file cannot be read, which is told elsewhere.
 */
export function attentionMissing(path: string): string | undefined {
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file) return undefined;
  const key = [path, file.size, file.mtimeMs].join(' ');
  if (answers.has(key)) return answers.get(key);
  try {
    const answer = attentionMissingFrom(operatorsOf(path));
    answers.set(key, answer);
    return answer;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

import { fail } from '../../protocol';
import { dataTypes, int, type Graph, type ValueInfo } from '../graph/onnx-model';
import type { FamilyEntry } from './family-table';
import type { LangscopeFile } from './langscope-file';

/** An array that one piece leaves and the next one takes; `start` is its shape before any token, full of zeros. */
export interface CarriedArray {
  readonly input: string;
  readonly output: string;
  readonly start: readonly number[];
  readonly elementType: number;
}

export interface GraphInput {
  readonly name: string;
  readonly elementType: number;
  readonly shape: readonly (number | string)[];
}

/** What each graph input gets. */
export interface BoundInputs {
  readonly ids: GraphInput;
  /** Ones for every token so far, [1, past + tokens]. */
  readonly attentionMask: GraphInput | undefined;
  /** [1, tokens] */
  readonly positionIds: GraphInput | undefined;
  /** Whether there is a past, [1]. */
  readonly cacheBranch: GraphInput | undefined;
  readonly constants: readonly { readonly input: GraphInput; readonly value: number }[];
  readonly carried: readonly CarriedArray[];
  readonly logits: string;
  /** Set where the graph gives the new rows of its cache alone, see `withNewRows`: whether the cache may have spare ones. */
  readonly newRows?: { readonly takesRoom: boolean };
}

function readInput(info: ValueInfo): GraphInput {
  const tensor = info.type?.tensorType;
  // Absent properties read as protobuf's defaults; a dimension may have neither number nor name.
  const shape = (tensor?.shape?.dim ?? []).map((dim) =>
    Object.hasOwn(dim, 'dimValue') ? int(dim.dimValue ?? 0) : (dim.dimParam ?? ''),
  );
  return { name: info.name ?? '', elementType: tensor?.elemType ?? dataTypes.float, shape };
}

/** The shape of a cache before any token: batch 1, nothing along the sequence. Undefined where a name tells nothing. */
function emptyShape(shape: readonly (number | string)[]): readonly number[] | undefined {
  const sizes = shape.map((size, axis) => {
    if (typeof size === 'number') return size;
    if (size === '') return axis === 0 ? 1 : 0;
    if (/^batch(_size)?$|^b$/i.test(size)) return 1;
    return /past|seq|length|cache|total/i.test(size) ? 0 : undefined;
  });
  return sizes.includes(undefined) ? undefined : (sizes as readonly number[]);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Finds for a cache input the output that belongs to it, by the family's rules and those of langscope.json. */
function outputFor(name: string, entry: FamilyEntry, langscope: LangscopeFile | undefined): string | undefined {
  const own = (langscope?.cache ?? []).map(({ input, output }) => ({
    input: new RegExp(`^${input.split('*').map(escaped).join('(.+)')}$`),
    output: output.replace('*', '$1'),
  }));
  const rule = [...own, ...entry.carried].find(({ input }) => input.test(name));
  return rule && name.replace(rule.input, rule.output);
}

function carriedArrays(
  inputs: ReadonlyMap<string, GraphInput>,
  outputs: ReadonlySet<string>,
  entry: FamilyEntry,
  langscope: LangscopeFile | undefined,
): CarriedArray[] {
  const state = (langscope?.state ?? []).map(({ input, output, shape }): CarriedArray => {
    const found = inputs.get(input);
    const missing = found === undefined ? `input "${input}"` : outputs.has(output) ? undefined : `output "${output}"`;
    if (found === undefined || missing !== undefined) {
      throw fail(
        'inputs-unknown',
        `langscope.json names the state ${missing}, which the graph does not have. Correct it there.`,
      );
    }
    const fits =
      shape.length === found.shape.length &&
      found.shape.every((size, axis) => typeof size === 'string' || size === shape[axis]);
    if (!fits) {
      const sizes = `[${shape.join(', ')}], but the graph has [${found.shape.join(', ')}]`;
      throw fail('inputs-unknown', `langscope.json gives the state "${input}" the shape ${sizes}. Correct it there.`);
    }
    return { input, output, start: shape, elementType: found.elementType };
  });
  const named = new Set(state.map(({ input }) => input));
  const cache = [...inputs.values()].flatMap((input): CarriedArray[] => {
    const output = named.has(input.name) ? undefined : outputFor(input.name, entry, langscope);
    const start = output !== undefined && outputs.has(output) ? emptyShape(input.shape) : undefined;
    return start && output !== undefined ? [{ input: input.name, output, start, elementType: input.elementType }] : [];
  });
  return [...state, ...cache];
}

/**
 * Tells for every graph input what it gets. Refuses (`inputs-unknown`) inputs that nobody knows, naming them and what
 * to write into langscope.json, and a graph without the tokens' input or the logits.
 */
export function bindInputs(graph: Graph, entry: FamilyEntry, langscope: LangscopeFile | undefined): BoundInputs {
  const inputs = new Map(graph.input.map(readInput).map((input) => [input.name, input]));
  const outputs = new Set(graph.output.map(({ name }) => name ?? ''));
  const pick = (own: string | undefined, usual: readonly string[]): GraphInput | undefined =>
    [...(own === undefined ? [] : [own]), ...usual]
      .map((name) => inputs.get(name))
      .find((input) => input !== undefined);
  const list = (names: Iterable<string>): string => [...names].map((name) => `"${name}"`).join(', ');
  const ids = pick(langscope?.inputs.ids, entry.inputs.ids);
  const logits = [langscope?.logits, ...entry.logits].find((name) => name !== undefined && outputs.has(name));
  if (!ids) {
    throw fail(
      'inputs-unknown',
      `No input of the graph takes token ids (it has ${list(inputs.keys())}). Name it in langscope.json: {"inputs": {"ids": ...}}.`,
    );
  }
  if (logits === undefined) {
    throw fail(
      'inputs-unknown',
      `No output of the graph gives logits (it has ${list(outputs)}). Name it in langscope.json: {"outputs": {"logits": ...}}.`,
    );
  }
  const attentionMask = pick(langscope?.inputs.attentionMask, entry.inputs.attentionMask);
  const positionIds = pick(langscope?.inputs.positionIds, entry.inputs.positionIds);
  const cacheBranch = pick(undefined, entry.inputs.cacheBranch);
  const values = new Map(Object.entries({ ...entry.constants, ...langscope?.inputs.constants }));
  const constants = [...inputs.values()].flatMap((input) => {
    const value = values.get(input.name);
    return value === undefined ? [] : [{ input, value }];
  });
  const carried = carriedArrays(inputs, outputs, entry, langscope);
  const known = new Set([ids.name, attentionMask?.name, positionIds?.name, cacheBranch?.name]);
  for (const { input } of constants) known.add(input.name);
  for (const { input } of carried) known.add(input);
  const unknown = [...inputs.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw fail(
      'inputs-unknown',
      `Nobody knows what the graph's ${unknown.length > 1 ? 'inputs' : 'input'} ${list(unknown)} should get. ` +
        'Say it in langscope.json: "state" or "cache" for what is carried from token to token, ' +
        '"inputs" for ids, attentionMask and positionIds, "inputs.constants" for a fixed number.',
    );
  }
  return { ids, attentionMask, positionIds, cacheBranch, constants, carried, logits };
}

import type { Tensor } from 'onnxruntime-node';
import { fail, type FailureError } from '../../protocol';
import type { BoundInputs, GraphInput } from '../families/bind-inputs';
import { makeTensor } from '../families/tensors';
import type { Graph } from '../graph/onnx-model';
import type { Session } from '../runtime/session';
import type { PairFrame } from './pair-frame';

/** What a reader says of a passage; logits of `no answer` stand beside those of the tokens. */
export interface PassageScores {
  /** [tokens] */
  readonly start: Float32Array;
  /** [tokens] */
  readonly end: Float32Array;
  readonly none: { readonly start: number; readonly end: number };
  /** [tokens, tokens of the question], rows sum to 1; undefined where the graph gives none. */
  readonly attention: Float32Array | undefined;
}

/** Reads a question and a passage with an open graph: what it is fed and what its outputs mean. */
export interface PassageReader {
  /** Tokens that stand beside question and passage. */
  readonly framing: number;
  read(session: Session, question: Int32Array, passage: Int32Array): Promise<PassageScores>;
}

const names = { question: 'question_ids', start: 'start_logits', end: 'end_logits', attention: 'attention' } as const;

function lacking(path: string, what: string): FailureError {
  return fail('inputs-unknown', `${path} has no ${what}, so that it cannot point at answers. Export the reader again.`);
}

function floats(tensor: Tensor | undefined): Float32Array {
  return Float32Array.from(tensor?.data as Float32Array);
}

/** A reader of the family `reader`: passage and question are inputs of their own; the last place is `no answer`. */
export function twoInputs(graph: Graph, path: string): PassageReader {
  const inputs = ['input_ids', names.question].map((name) => {
    const type = graph.input.find((input) => input.name === name)?.type?.tensorType?.elemType;
    if (type === undefined) throw lacking(path, `input "${name}"`);
    return { name, type };
  });
  const has = outputsOf(graph, path);
  const outputs = [names.start, names.end, ...(has(names.attention) ? [names.attention] : [])];
  return {
    framing: 0,
    read: async (session, question, passage) => {
      const feeds = [passage, question].map((ids, at) => {
        const { name, type } = inputs[at]!;
        return [name, makeTensor(type, ids, [1, ids.length])] as const;
      });
      const results = await session.run(Object.fromEntries(feeds), outputs);
      const [start, end] = [floats(results.get(names.start)), floats(results.get(names.end))];
      const last = passage.length;
      const attention = results.get(names.attention);
      return {
        start: start.subarray(0, last),
        end: end.subarray(0, last),
        none: { start: start[last]!, end: end[last]! },
        attention: attention && floats(attention),
      };
    },
  };
}

/**
 * An encoder with a head for answers (`...ForQuestionAnswering`): question and passage are one text with marks between;
 * `no answer` is the first place, as SQuAD 2 has it (Devlin et al. 2019, section 4.3).
 */
export function oneInput(graph: Graph, path: string, inputs: BoundInputs, frame: PairFrame): PassageReader {
  outputsOf(graph, path);
  const types = inputs.constants.find(({ input }) => input.name === 'token_type_ids')?.input;
  const { before, between, after } = frame;
  return {
    framing: before.length + between.length + after.length,
    read: async (session, question, passage) => {
      const ids = Int32Array.from([...before, ...question, ...between, ...passage, ...after]);
      const at = before.length + question.length + between.length;
      const put = (to: GraphInput | undefined, values: ArrayLike<number>): Record<string, Tensor> =>
        to ? { [to.name]: makeTensor(to.elementType, values, [1, ids.length]) } : {};
      const second = Uint8Array.from(ids, (_id, place) => (place >= at ? frame.secondType : 0));
      const feeds = {
        ...put(inputs.ids, ids),
        ...put(inputs.attentionMask, new Uint8Array(ids.length).fill(1)),
        ...put(inputs.positionIds, Int32Array.from(ids.keys())),
        ...put(types, second),
      };
      const results = await session.run(feeds, [names.start, names.end]);
      const [start, end] = [floats(results.get(names.start)), floats(results.get(names.end))];
      return {
        start: start.slice(at, at + passage.length),
        end: end.slice(at, at + passage.length),
        none: { start: start[0]!, end: end[0]! },
        attention: undefined,
      };
    },
  };
}

/** Whether the graph has an output; refuses one without logits of start and end. */
function outputsOf(graph: Graph, path: string): (name: string) => boolean {
  const has = (name: string): boolean => graph.output.some((output) => output.name === name);
  for (const name of [names.start, names.end]) if (!has(name)) throw lacking(path, `output "${name}"`);
  return has;
}

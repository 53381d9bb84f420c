import type { Tensor } from 'onnxruntime-node';
import { fail } from '../../protocol';
import { makeTensor } from '../families/tensors';
import { floatEightBit } from '../graph/eight-bit-weights';
import { dataTypes, type Graph } from '../graph/onnx-model';
import type { OnnxFile } from '../graph/read-onnx';
import { Session, type SessionPlace } from '../runtime/session';
import type { Decoder, EncodedText, Look, SecondText } from './decoder';

/** State that goes in under one name and comes out under the other; the encoder gives the first one as the latter. */
const past = /^past\.(.+)$/;
const present = (input: string): string => input.replace(past, 'present.$1');

/** State with which a word would be spelt. */
const letters = /^letters_/;

/** Inputs that come from the encoder: its rows, its text, which of its tokens may be copied, or its output of that name. */
const given: Readonly<Record<string, (source: EncodedText) => Tensor | undefined>> = {
  encoder_hidden_states: ({ outputs }) => outputs.get('last_hidden_state'),
  encoder_input_ids: ({ ids }) => makeTensor(dataTypes.int64, ids, [1, ids.length]),
  encoder_keep: ({ ids, keep }) =>
    makeTensor(dataTypes.float, keep ?? new Float32Array(ids.length).fill(1), [1, ids.length]),
};

function fromEncoder(input: string, source: EncodedText): Tensor {
  const tensor = given[input]?.(source) ?? source.outputs.get(input.replace(/^encoder_/, ''));
  if (tensor) return tensor;
  throw fail('inputs-unknown', `The decoder wants "${input}", which its encoder does not give. Export both again.`);
}

/** A recurrent decoder: one graph that reads one token, whose state and coverage go round. */
export class RecurrentDecoder implements Decoder {
  private readonly carried: readonly string[];
  private readonly fixed: readonly string[];
  private readonly outputs: readonly string[];
  private readonly spelling: readonly string[];

  private constructor(
    private readonly session: Session,
    graph: Graph,
  ) {
    const inputs = graph.input.map(({ name }) => name ?? '').filter((name) => name !== 'input_ids');
    const outputs = new Set(graph.output.map(({ name }) => name ?? ''));
    this.carried = inputs.filter((name) => past.test(name));
    this.fixed = inputs.filter((name) => !past.test(name));
    const lost = [...this.carried.map(present), 'logits'].find((name) => !outputs.has(name));
    if (lost !== undefined) throw fail('onnx-broken', `The decoder gives no "${lost}". Export the model again.`);
    const told = ['attention', 'generated'].filter((name) => outputs.has(name));
    this.spelling = [...outputs].filter((name) => letters.test(name));
    this.outputs = ['logits', ...told, ...this.spelling, ...this.carried.map(present)];
  }

  public static async open(
    { model, folder }: OnnxFile,
    place: Omit<SessionPlace, 'folder'>,
  ): Promise<RecurrentDecoder> {
    const session = await Session.open(
      { ...model, graph: floatEightBit(model.graph) },
      { ...place, folder },
      'The decoder',
    );
    return new RecurrentDecoder(session, model.graph);
  }

  public behind(source: EncodedText): SecondText {
    if (source.keep && !this.fixed.includes('encoder_keep')) {
      throw fail('unsupported', 'This model copies nothing, so that what it copies cannot be chosen. Leave that out.');
    }
    const fixed = Object.fromEntries(this.fixed.map((input) => [input, fromEncoder(input, source)]));
    const state = Object.fromEntries(this.carried.map((input) => [input, fromEncoder(present(input), source)]));
    return new RecurrentText(
      (id, before) => this.step(id, fixed, before),
      [{ state, look: undefined, after: new Map() }],
    );
  }

  public dispose(): Promise<void> {
    return this.session.dispose();
  }

  private async step(id: number, fixed: Feeds, before: Feeds): Promise<Step> {
    const ids = makeTensor(dataTypes.int64, [id], [1, 1]);
    const results = await this.session.run({ input_ids: ids, ...fixed, ...before }, this.outputs);
    const attention = results.get('attention')?.data as Float32Array | undefined;
    const generated = results.get('generated')?.data as Float32Array | undefined;
    return {
      logits: results.get('logits')!.data as Float32Array,
      state: Object.fromEntries(this.carried.map((input) => [input, results.get(present(input))!])),
      look: attention && {
        attention,
        generated: generated?.[0],
        ...(this.spelling.length > 0 && {
          spelling: Object.fromEntries(this.spelling.map((name) => [name, results.get(name)!])),
        }),
      },
    };
  }
}

type Feeds = Readonly<Record<string, Tensor>>;

interface Place {
  readonly state: Feeds;
  readonly look: Look | undefined;
  /** Where reading went on from here, by the token that was read. */
  readonly after: Map<number, Place>;
}

type Step = Omit<Place, 'after'> & { readonly logits: Float32Array };

/** States are small and stay, so that any of them can be gone back to. */
class RecurrentText implements SecondText {
  public constructor(
    private readonly step: (id: number, before: Feeds) => Promise<Step>,
    /** Before the first token, and behind each one. */
    private places: readonly Place[],
  ) {}

  public get length(): number {
    return this.places.length - 1;
  }

  public looksAlong(ids: readonly number[]): readonly Look[] | undefined {
    let place = this.places.at(-1)!;
    const looks: Look[] = [];
    for (const id of ids) {
      const next = place.after.get(id);
      if (!next?.look) return undefined;
      looks.push(next.look);
      place = next;
    }
    return looks;
  }

  public async read(ids: Int32Array): Promise<Float32Array> {
    const rows: Float32Array[] = [];
    for (const id of ids) {
      const last = this.places.at(-1)!;
      const { logits, ...found } = await this.step(id, last.state);
      const place = { ...found, after: new Map<number, Place>() };
      last.after.set(id, place);
      this.places = [...this.places, place];
      rows.push(logits);
    }
    const all = new Float32Array((rows[0]?.length ?? 0) * rows.length);
    rows.forEach((row, at) => all.set(row, at * row.length));
    return all;
  }

  public rewind(length: number): boolean {
    if (!Number.isSafeInteger(length) || length < 0 || length > this.length) return false;
    this.places = this.places.slice(0, length + 1);
    return true;
  }

  public copy(): SecondText {
    return new RecurrentText(this.step, this.places);
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tensor } from 'onnxruntime-node';
import { fail } from '../../protocol';
import { makeTensor } from '../families/tensors';
import { dataTypes, int, type Graph } from '../graph/onnx-model';
import { readOnnx } from '../graph/read-onnx';
import { Session, type SessionPlace } from '../runtime/session';
import type { Look } from './decoder';

/** The encoder's input of the letters of its words, [words, longest], and its output of what it makes of each letter. */
export const letterNames = { input: 'letters', output: 'letter_states' } as const;

/** What the list of letters begins with. */
const [padding, unknown, start, end] = [0, 1, 2, 3];
/** Input of the state so far; comes out as present.*, and first from the decoder under the bare name. */
const past = /^past\.(.+)$/;

/** The letters of a source text and what the encoder makes of each. */
export interface SourceLetters {
  readonly letters: Tensor;
  readonly states: Tensor;
}

async function readLetters(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw fail(
      'tokenizer-missing',
      `There is no ${path}, with which unknown words are spelt. Copy it from the model's source.`,
    );
  }
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.length > end + 1 && list.every((item) => typeof item === 'string')) return list;
  } catch {
    // Not JSON: broken like any other list.
  }
  throw fail('tokenizer-broken', `${path} is not a list of letters. Copy it from the model's source again.`);
}

/** How many letters of a word the encoder reads, its end included. */
function longestOf(encoder: Graph): number {
  const input = encoder.input.find(({ name }) => name === letterNames.input);
  const size = int(input?.type?.tensorType?.shape?.dim?.[1]?.dimValue ?? 0);
  if (size > 1 && encoder.output.some(({ name }) => name === letterNames.output)) return size;
  throw fail(
    'onnx-broken',
    'langscope.json names letters, but the encoder reads none, or an unknown number. Export the model again.',
  );
}

/**
 * Reads and writes words that the vocabulary lacks letter by letter (Luong & Manning 2016). It looks at the letters of
 * the source words that got the most attention, as names are mostly copied.
 */
export class Speller {
  private constructor(
    private readonly session: Session,
    private readonly carried: readonly string[],
    private readonly alphabet: readonly string[],
    private readonly index: ReadonlyMap<string, number>,
    private readonly longest: number,
  ) {}

  /** `letters`: the list's path within the folder; `graph`: the path of the graph that writes. Refuses what is missing or broken. */
  public static async open(
    folder: string,
    letters: string,
    graph: string | undefined,
    encoder: Graph,
    place: Omit<SessionPlace, 'folder'>,
  ): Promise<Speller> {
    if (graph === undefined) {
      throw fail(
        'onnx-missing',
        `${folder} has no onnx/letters_model.onnx in this precision, which spells unknown words. Copy it from the model's source.`,
      );
    }
    const alphabet = await readLetters(join(folder, letters));
    const longest = longestOf(encoder);
    const file = readOnnx(graph);
    const inputs = file.model.graph.input.map(({ name }) => name ?? '');
    const session = await Session.open(file.model, { ...place, folder: file.folder }, 'The speller');
    const index = new Map(alphabet.map((letter, at) => [letter, at]));
    return new Speller(session, inputs.filter((name) => past.test(name)), alphabet, index, longest); // prettier-ignore
  }

  /** Letters of the words, [words, longest]: each ends with the end and is padded; a longer word loses its last letters. */
  public letters(words: readonly string[]): Tensor {
    const all = new Int32Array(words.length * this.longest).fill(padding);
    words.forEach((word, at) => {
      const letters = Array.from(word)
        .slice(0, this.longest - 1)
        .map((letter) => this.index.get(letter) ?? unknown);
      all.set([...letters, end], at * this.longest);
    });
    return makeTensor(dataTypes.int64, all, [words.length, this.longest]);
  }

  /** Writes the word that an unknown one stands for; `look`: of the step that predicted it. At each place the best letter. */
  public async write({ letters, states }: SourceLetters, { attention, spelling }: Look): Promise<string> {
    const fixed = {
      [`encoder_${letterNames.input}`]: letters,
      [`encoder_${letterNames.output}`]: states,
      attention: makeTensor(dataTypes.float, attention, [1, 1, attention.length]),
    };
    const outputs = ['logits', ...this.carried.map((name) => name.replace(past, 'present.$1'))];
    let state = Object.fromEntries(
      this.carried.map((name) => {
        const first = spelling?.[name.replace(past, '$1')];
        if (!first) throw fail('onnx-broken', 'The decoder gives no beginning of a spelling. Export the model again.');
        return [name, first] as const;
      }),
    );
    let [word, letter] = ['', start];
    for (let place = 0; place < this.longest - 1; place++) {
      const feeds = {
        input_ids: makeTensor(dataTypes.int64, [letter], [1, 1]),
        place: makeTensor(dataTypes.int64, [place], [1]),
      };
      const results = await this.session.run({ ...feeds, ...fixed, ...state }, outputs);
      const logits = results.get('logits')!.data as Float32Array;
      letter = end;
      for (let id = end; id < logits.length; id++) if (logits[id]! > logits[letter]!) letter = id;
      if (letter === end) break;
      word += this.alphabet[letter] ?? '';
      state = Object.fromEntries(this.carried.map((name) => [name, results.get(name.replace(past, 'present.$1'))!]));
    }
    return word;
  }

  public dispose(): Promise<void> {
    return this.session.dispose();
  }
}

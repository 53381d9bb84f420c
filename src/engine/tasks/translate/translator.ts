import type { CancellationToken } from 'vscode-jsonrpc';
import { defaultGeneration, type GenerationOptions } from '../../../protocol';
import { beamSearch } from '../../decoding/beam-search';
import { generateSome } from '../../decoding/generate';
import type { Told } from '../../decoding/hypothesis';
import { readFrom } from '../../decoding/next-tokens';
import type { ConditionedModel } from '../../seq2seq/conditioned-model';
import type { Look } from '../../seq2seq/decoder';
import type { Seq2SeqModel } from '../../seq2seq/seq2seq-model';
import type { FindLooks } from '../looks/observed-looks';
import { spelledText, wordsOf, type SourceText } from './source-text';

/** How it is searched. */
export interface Search {
  readonly beams: number;
  readonly lengthPenalty: number;
}

/** A text as the model wrote it. */
export interface Written {
  readonly tokens: readonly { readonly text: string; readonly logprob: number; readonly spelt: boolean }[];
  readonly score: number;
  readonly cut: boolean;
  /** [tokens, source tokens], or why it is not known where the decoder looked. */
  readonly attention: Float32Array | string;
}

/** Words of a text that recurrent models were trained on at most, and of what they wrote (models/recipes/seq2seq). */
const trained = { source: 60, target: 90 } as const;
/** Tokens that other models read and write at once: more take long, and sentences have less. */
const most = 256;

/** Lets a model with an encoder and a decoder translate one text at a time. */
export class Translator {
  /** Tokens of a text at most, without what stands around it. */
  public readonly longest: number;
  private readonly banned: readonly (readonly number[])[];

  /** `special`: ids of the tokenizer's special tokens. */
  public constructor(
    private readonly model: Seq2SeqModel,
    special: readonly number[],
    private readonly findLooks: FindLooks,
  ) {
    const { context, endTokens, tokenizer } = model.facts;
    const { before, after } = model.frame;
    // A direction token or a short prefix stands in front.
    const around = before.length + after.length + (context === undefined ? 0 : 8);
    this.longest = context === undefined ? trained.source : Math.max(8, Math.min(most, context) - around);
    const marks = model.spells ? special.filter((id) => id !== tokenizer.unknownToken) : [model.start];
    this.banned = marks.filter((id) => !endTokens.includes(id)).map((id) => [id]);
  }

  /** Translates a text of at most `longest` tokens; `told` is given what of it is written so far. */
  public async *translate(
    source: SourceText,
    search: Search,
    told: Told,
    token: CancellationToken,
  ): AsyncGenerator<void, Written, void> {
    const { model } = this;
    const { context } = model.facts;
    const { before, after } = model.frame;
    const ids = Int32Array.of(...before, ...source.front, ...source.ids, ...after);
    const { conditioned, spell } = await this.read(ids, source);
    yield;
    const [start, limit] = [
      Int32Array.of(model.start),
      context === undefined ? trained.target : Math.min(most, context - 1),
    ];
    const options: GenerationOptions = {
      ...defaultGeneration,
      ...search,
      earlyStopping: true,
      samplers: { bannedIds: this.banned },
      maxNewTokens: Math.min(limit, 2 * source.ids.length + 10),
    };
    const reading = yield* readFrom(conditioned, start);
    const way = search.beams > 1 ? beamSearch : generateSome;
    const [sequence] = yield* way(conditioned, start, reading, options, told);
    const { tokens, score, end } = sequence!;
    const written = tokens.filter(({ id }) => !model.facts.endTokens.includes(id));
    const found = written.map(({ id }) => id);
    // What the decoder reads predicts the next token: before the first one stands the start.
    const looks = conditioned.origin.looksAlong([model.start, ...found.slice(0, -1)].slice(0, found.length));
    const texts = [...(await this.texts(found))];
    const unknown = model.facts.tokenizer.unknownToken;
    for (const [at, id] of found.entries()) {
      const look = looks?.[at];
      if (id !== unknown || !spell || !look) continue;
      texts[at] = spelledText(await spell(look));
      yield;
    }
    const rows =
      looks?.map(({ attention }) => attention.subarray(before.length)) ?? (yield* this.observed(source, texts, token));
    const columns = source.ids.length;
    const from = source.front.length;
    const attention = typeof rows === 'string' ? rows : new Float32Array(found.length * columns);
    if (typeof rows !== 'string' && typeof attention !== 'string') {
      rows.forEach((row, at) => attention.set(row.subarray(from, from + columns), at * columns));
    }
    return {
      tokens: written.map(({ id, logprob }, at) => ({
        text: texts[at]!,
        logprob,
        spelt: spell !== undefined && id === unknown,
      })),
      score,
      cut: end === 'length',
      attention,
    };
  }

  /** Where a decoder looked that does not tell: for each token the weights of what the encoder read, without its frame. */
  private async *observed(
    source: SourceText,
    texts: readonly string[],
    token: CancellationToken,
  ): AsyncGenerator<void, readonly Float32Array[] | string, void> {
    const written = texts.join('').trim();
    let at = texts.join('').indexOf(written) * -1;
    const spans = texts.map((text) => {
      const start = Math.max(0, at);
      at += text.length;
      return { start, end: Math.min(written.length, Math.max(start, at)) };
    });
    const found = yield* this.findLooks(source.read, written, spans, token);
    if (typeof found === 'string' || found.every(({ length }) => length === source.front.length + source.ids.length))
      return found;
    return 'Its tokenizer makes other tokens of the whole sentence.';
  }

  private async read(
    ids: Int32Array,
    source: SourceText,
  ): Promise<{ readonly conditioned: ConditionedModel; readonly spell?: (look: Look) => Promise<string> }> {
    const { model } = this;
    if (!model.spells) return { conditioned: await model.read(ids) };
    const none = (count: number): readonly string[] => Array<string>(count).fill('');
    const { before, after } = model.frame;
    const words = [
      ...none(before.length + source.front.length),
      ...wordsOf(source, model.facts.tokenizer),
      ...none(after.length),
    ];
    return model.readWords(ids, words);
  }

  /** The text of each token, with the space before it. */
  private async texts(ids: readonly number[]): Promise<readonly string[]> {
    const { tokenizer } = this.model.facts;
    if (this.model.spells) return ids.map((id) => tokenizer.piece(id));
    const texts: string[] = [];
    let known = '';
    for (let count = 1; count <= ids.length; count++) {
      // Bytes of a character that is not whole decode to replacement characters; the token that ends it has all of it.
      const text = (await tokenizer.decode(Int32Array.from(ids.slice(0, count)))).replace(/\uFFFD+$/, '');
      texts.push(text.startsWith(known) ? text.slice(known.length) : '');
      if (text.startsWith(known)) known = text;
    }
    return texts;
  }

  /** Whether words that the vocabulary lacks are spelt. */
  public get spells(): boolean {
    return this.model.spells;
  }

  public get tokenizer(): Seq2SeqModel['facts']['tokenizer'] {
    return this.model.facts.tokenizer;
  }
}

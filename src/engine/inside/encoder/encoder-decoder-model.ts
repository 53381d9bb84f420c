import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type InsideText } from '../../../protocol';
import { checkSeen, type EncoderPart } from './encoder-part';
import { EncoderReading, type StackPlace } from './encoder-reading';
import { readSource, readTarget, type TextReader } from './encoder-text';
import type { Report } from '../../report';
import type { ObservedModel, ObservedText, StackFacts } from '../attention/observed-model';

/**
 * The attention of a model that reads one text with an encoder and a second one, which follows from the first, with a
 * decoder: within each, and from the second to the first.
 */
export class EncoderDecoderModel implements ObservedModel {
  public readonly stacks: readonly StackFacts[];

  private constructor(
    private readonly encoder: EncoderPart,
    private readonly decoder: EncoderPart,
    private readonly reader: TextReader,
    private readonly start: number,
    private readonly places: readonly StackPlace[],
  ) {
    this.stacks = places.map(({ facts }) => facts);
  }

  /**
   * Refuses (`unsupported`) graphs without attention, and a decoder that does not look at the encoder's text. `start`: the
   * token that the decoder begins with.
   */
  public static async open(
    encoder: EncoderPart,
    decoder: EncoderPart,
    reader: TextReader,
    start: number,
  ): Promise<EncoderDecoderModel> {
    const { name, frame } = reader;
    if (decoder.sites(true).length === 0) {
      throw fail(
        'unsupported',
        `The decoder of ${name} has no cross-attention: it does not look at what the encoder read. Copy the decoder that ` +
          'belongs to the encoder, or export both again.',
      );
    }
    const source = await encoder.probe(Int32Array.of(...frame.before, 0, ...frame.after));
    const target = await decoder.probe(Int32Array.of(start, 0), source.end);
    const own = (part: EncoderPart, side: 'encoder' | 'decoder', heads: ReadonlyMap<number, number>): StackPlace => {
      const text = side === 'encoder' ? 'source' : 'target';
      const stack = { name: side, causal: side === 'decoder', rows: text, columns: text } as const;
      const sites = part.sites(false);
      return { facts: part.facts(stack, sites, heads, `the ${side} of ${name}`), part: side, sites };
    };
    const sites = decoder.sites(true);
    const cross = { name: 'cross', causal: false, rows: 'target', columns: 'source' } as const;
    const most = Math.min(reader.most, encoder.mostTokens(source.heads), decoder.mostTokens(target.heads));
    const places: readonly StackPlace[] = [
      own(encoder, 'encoder', source.heads),
      own(decoder, 'decoder', target.heads),
      { facts: decoder.facts(cross, sites, target.heads, `the decoder of ${name}`), part: 'decoder', sites },
    ];
    checkSeen(
      places.map(({ facts }) => facts),
      name,
    );
    return new EncoderDecoderModel(encoder, decoder, { ...reader, most }, start, places);
  }

  public async *read(
    request: InsideText & { readonly target?: string },
    report: Report,
    token: CancellationToken,
  ): AsyncGenerator<void, ObservedText, void> {
    const target = await readTarget(this.reader, request.target, this.start, token);
    const tokens = await readSource(this.reader, request, token);
    yield;
    const reading = new EncoderReading(this.places, tokens, target);
    const [count, more] = [tokens.ids.length, target.ids.length];
    const rows = yield* this.steps(
      reading.read('encoder', this.encoder.chain, this.encoder.feeds(tokens.ids)),
      this.encoder,
      (share) => report(Math.round(share * count), count + more),
    );
    yield* this.steps(
      reading.read('decoder', this.decoder.chain, this.decoder.feeds(target.ids, rows)),
      this.decoder,
      (share) => report(Math.round(count + share * more), count + more),
    );
    return reading;
  }

  /** All of a text goes through the layers together: its progress is the share of layers. */
  private async *steps<T>(
    steps: AsyncGenerator<void, T, void>,
    { chain }: EncoderPart,
    progress: (share: number) => void,
  ): AsyncGenerator<void, T, void> {
    for (let at = 1; ; at++) {
      const { done, value } = await steps.next();
      if (done === true) return value;
      progress(at / chain.graph.segments.length);
      yield;
    }
  }
}

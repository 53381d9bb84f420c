import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type InsideText } from '../../../protocol';
import { checkSeen, type EncoderPart } from './encoder-part';
import { EncoderReading, type StackPlace } from './encoder-reading';
import { readSource, type TextReader } from './encoder-text';
import type { Report } from '../../report';
import type { ObservedModel, ObservedText, StackFacts } from '../attention/observed-model';

/** The attention of an encoder, which reads one text and sees all of it from every token. */
export class EncoderModel implements ObservedModel {
  public readonly stacks: readonly StackFacts[];

  private constructor(
    private readonly part: EncoderPart,
    private readonly reader: TextReader,
    private readonly places: readonly StackPlace[],
  ) {
    this.stacks = places.map(({ facts }) => facts);
  }

  /** Refuses (`unsupported`) a graph without attention. `reader.most` is lowered to what fits into memory. */
  public static async open(part: EncoderPart, reader: TextReader): Promise<EncoderModel> {
    const { heads } = await part.probe(Int32Array.of(...reader.frame.before, 0, ...reader.frame.after));
    const sites = part.sites(false);
    const facts = part.facts(
      { name: 'self', causal: false, rows: 'source', columns: 'source' },
      sites,
      heads,
      `the graph of ${reader.name}`,
    );
    checkSeen([facts], reader.name);
    const most = Math.min(reader.most, part.mostTokens(heads));
    return new EncoderModel(part, { ...reader, most }, [{ facts, part: 'encoder', sites }]);
  }

  public async *read(
    request: InsideText & { readonly target?: string },
    report: Report,
    token: CancellationToken,
  ): AsyncGenerator<void, ObservedText, void> {
    if (request.target !== undefined) {
      throw fail('bad-request', `${this.reader.name} reads one text: it takes no second one.`);
    }
    const tokens = await readSource(this.reader, request, token);
    yield;
    const reading = new EncoderReading(this.places, tokens);
    const steps = reading.read('encoder', this.part.chain, this.part.feeds(tokens.ids));
    for (let at = 1, all = this.part.chain.graph.segments.length; ; at++) {
      if ((await steps.next()).done === true) return reading;
      // All of the text goes through the layers together.
      report(Math.round((tokens.ids.length * at) / all), tokens.ids.length);
      yield;
    }
  }
}

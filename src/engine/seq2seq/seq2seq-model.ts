import { fail, FailureError } from '../../protocol';
import type { BoundInputs } from '../families/bind-inputs';
import { describeModel } from '../families/catalogue';
import { choose } from '../families/load-model';
import type { ModelFacts } from '../families/model-facts';
import { readModelFolder } from '../families/model-folder';
import type { Graph } from '../graph/onnx-model';
import { readOnnx } from '../graph/read-onnx';
import { bindText, textFeeds } from '../inside/encoder/encoder-feeds';
import { frameOf, type Frame } from '../inside/encoder/encoder-frame';
import { checkCancelled } from '../inside/in-steps';
import type { Load } from '../model-pool';
import { openOnProvider } from '../runtime/open-on-provider';
import { runtimeFailure, Session } from '../runtime/session';
import { openTokenizer } from '../text/open-tokenizer';
import { readTokenizerFile } from '../text/tokenizer-file';
import { ConditionedModel } from './conditioned-model';
import { CachedDecoder } from './cached-decoder';
import type { Decoder, EncodedText, Look } from './decoder';
import { decoderGraphs } from './decoder-graphs';
import { RecurrentDecoder } from './recurrent-decoder';
import { letterNames, Speller } from './speller';

/** An encoder, open to be run, and which of its outputs the decoder may want; the rows of its text come first. */
interface OpenEncoder {
  readonly session: Session;
  readonly inputs: BoundInputs;
  readonly outputs: readonly string[];
}

/** The graph without the letters that are fed beside the tokens. */
function withoutLetters(graph: Graph, letters: string | undefined): Graph {
  if (letters === undefined) return graph;
  return { ...graph, input: graph.input.filter(({ name }) => name !== letterNames.input) };
}

/** A model that writes one text from another: an encoder reads the first, a decoder writes the second. */
export class Seq2SeqModel {
  private constructor(
    public readonly facts: ModelFacts,
    /** Special tokens around the text that the encoder reads. */
    public readonly frame: Frame,
    /** The token that the decoder begins with. */
    public readonly start: number,
    /** What stands before a text that is to be summarised. */
    public readonly summaryPrefix: string,
    private readonly encoder: OpenEncoder,
    private readonly decoder: Decoder,
    private readonly speller: Speller | undefined,
  ) {}

  /**
   * Opens a folder on the first provider that works. Refuses what a folder can be wrong in as `loadModel` does, models that write
   * no second text (`unsupported`), and a configuration that does not say how the decoder begins (`config-broken`).
   */
  public static readonly open: Load<Seq2SeqModel> = async (path, options, token) => {
    const folder = await readModelFolder(path);
    const installed = await describeModel(path);
    if (folder.entry.reads !== 'two-texts') {
      throw fail(
        'unsupported',
        `${installed.name} has no encoder and decoder. Choose a model such as T5, BART or Marian.`,
      );
    }
    const { decoderStart } = folder;
    if (decoderStart === undefined) {
      throw fail(
        'config-broken',
        `config.json in ${path} does not say with which token the decoder begins. Add "decoder_start_token_id".`,
      );
    }
    const { postProcessor } = await readTokenizerFile(folder.tokenizerFolder);
    const tokenizer = await openTokenizer(folder.tokenizerFolder);
    checkCancelled(token);
    // Tokens are written one at a time, in small runs: a graphics processor is tried where it is asked for.
    const wanted = options.provider === 'auto' ? 'cpu' : options.provider;
    const { value, report } = await openOnProvider(wanted, async (provider) => {
      checkCancelled(token);
      const choice = choose(folder, options.precision, provider);
      const place = { provider, threads: options.threads };
      const file = readOnnx(choice.path);
      try {
        const letters = folder.langscope?.letters;
        const inputs = bindText(withoutLetters(file.model.graph, letters), folder.entry, folder.langscope);
        const rest = file.model.graph.output.map(({ name }) => name ?? '').filter((name) => name !== inputs.logits);
        const session = await Session.open(file.model, { ...place, folder: file.folder }, 'The encoder');
        try {
          const decoder = folder.entry.endless
            ? await RecurrentDecoder.open(readOnnx(choice.decoder!), place)
            : await CachedDecoder.open(decoderGraphs(folder, choice.decoder!, choice.decoderWithPast), place);
          try {
            const speller =
              letters === undefined
                ? undefined
                : await Speller.open(path, letters, choice.letters, file.model.graph, place);
            return { choice, encoder: { session, inputs, outputs: [inputs.logits, ...rest] }, decoder, speller };
          } catch (error) {
            await decoder.dispose();
            throw error;
          }
        } catch (error) {
          await session.dispose();
          throw error;
        }
      } catch (error) {
        if (!(error instanceof Error) || error instanceof TypeError || error instanceof FailureError) throw error;
        // On the CPU it is the file's or the memory's, elsewhere the provider's.
        if (provider !== 'cpu') throw error;
        const { code, message } = runtimeFailure(error, 'onnx-broken', `${choice.path} could not be opened`);
        throw fail(code, message);
      }
    });
    const facts: ModelFacts = {
      installed,
      family: folder.entry.family,
      precision: value.choice.precision,
      provider: report,
      tokenizer,
      context: folder.context,
      bytes: value.choice.bytes,
      endTokens: folder.endTokens,
    };
    // Recurrent encoders read the text alone, whatever the tokenizer would put around it for a language model.
    const frame = folder.entry.endless ? { before: [], after: [] } : frameOf(postProcessor);
    return new Seq2SeqModel(
      facts,
      frame,
      decoderStart,
      folder.summaryPrefix,
      value.encoder,
      value.decoder,
      value.speller,
    );
  };

  public get precision(): ModelFacts['precision'] {
    return this.facts.precision;
  }

  public get provider(): ModelFacts['provider'] {
    return this.facts.provider;
  }

  public get bytes(): number {
    return this.facts.bytes;
  }

  /**
   * Reads a text, special tokens included; returns the decoder behind it, which goes on from `start`. `keep`: which of the
   * tokens may be copied, 1 or 0 each; refused (`unsupported`) by models that copy nothing.
   */
  public async read(ids: Int32Array, keep?: Float32Array): Promise<ConditionedModel> {
    const { session, inputs, outputs } = this.encoder;
    const encoded = await session.run(textFeeds(inputs, ids), outputs);
    return this.behind({ ids, outputs: encoded, ...(keep && { keep }) });
  }

  /** Whether unknown words are read and written letter by letter. */
  public get spells(): boolean {
    return this.speller !== undefined;
  }

  /**
   * Reads a text letter by letter too, where the model does that. `words`: of each token as the vocabulary would have it, ''
   * of special ones. `spell` writes the word that the decoder calls unknown.
   */
  public async readWords(
    ids: Int32Array,
    words: readonly string[],
  ): Promise<{ readonly conditioned: ConditionedModel; readonly spell: (look: Look) => Promise<string> }> {
    const { speller } = this;
    if (!speller) throw new TypeError('this model has no letters');
    const { session, inputs, outputs } = this.encoder;
    const letters = speller.letters(words);
    const found = await session.run({ ...textFeeds(inputs, ids), [letterNames.input]: letters }, outputs);
    const states = found.get(letterNames.output)!;
    const conditioned = await this.behind({ ids, outputs: found });
    return { conditioned, spell: (look) => speller.write({ letters, states }, look) };
  }

  private async behind(encoded: EncodedText): Promise<ConditionedModel> {
    const origin = this.decoder.behind(encoded);
    // How many logits there are is known when the decoder has run once.
    const { length } = await origin.copy().read(Int32Array.of(this.start));
    return new ConditionedModel(this.facts, origin, length);
  }

  public async dispose(): Promise<void> {
    await this.speller?.dispose();
    await this.encoder.session.dispose();
    await this.decoder.dispose();
  }
}

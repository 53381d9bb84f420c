import type { Tensor } from 'onnxruntime-node';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, FailureError, type LoadOptions } from '../../protocol';
import type { BoundInputs } from '../families/bind-inputs';
import { describeModel } from '../families/catalogue';
import { choose } from '../families/load-model';
import { readModelFolder } from '../families/model-folder';
import { readOnnx } from '../graph/read-onnx';
import { bindText, textFeeds } from '../inside/encoder/encoder-feeds';
import { frameOf, type Frame } from '../inside/encoder/encoder-frame';
import { checkCancelled } from '../inside/in-steps';
import { openOnProvider } from '../runtime/open-on-provider';
import { runtimeFailure, Session } from '../runtime/session';
import { openTokenizer } from '../text/open-tokenizer';
import { readTokenizerFile } from '../text/tokenizer-file';
import { ConditionedModel, type ConditionedFacts } from './conditioned-model';
import { decoderGraphs } from './decoder-graphs';
import { DecoderSessions } from './decoder-sessions';

/** A model that writes one text from another: an encoder reads the first, a decoder writes the second. */
export class Seq2SeqModel {
  private constructor(
    public readonly facts: ConditionedFacts,
    /** Special tokens around the text that the encoder reads. */
    public readonly frame: Frame,
    /** The token that the decoder begins with. */
    public readonly start: number,
    private readonly encoder: { readonly session: Session; readonly inputs: BoundInputs },
    private readonly decoder: DecoderSessions,
  ) {}

  /**
   * Opens a folder on the first provider that works. Refuses what a folder can be wrong in as `loadModel` does, models that write
   * no second text (`unsupported`), and a configuration that does not say how the decoder begins (`config-broken`).
   */
  public static async open(
    path: string,
    options: LoadOptions & { readonly threads: number },
    token: CancellationToken,
  ): Promise<Seq2SeqModel> {
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
    const { value, report } = await openOnProvider(options.provider, async (provider) => {
      checkCancelled(token);
      const choice = choose(folder, options.precision, provider);
      const place = { provider, threads: options.threads };
      const file = readOnnx(choice.path);
      try {
        const inputs = bindText(file.model.graph, folder.entry, folder.langscope);
        const graphs = decoderGraphs(folder, choice.decoder!, choice.decoderWithPast);
        const session = await Session.open(file.model, { ...place, folder: file.folder }, 'The encoder');
        try {
          const decoder = await DecoderSessions.open(graphs, place);
          return { choice, encoder: { session, inputs }, decoder };
        } catch (error) {
          await session.dispose();
          throw error;
        }
      } catch (error) {
        if (!(error instanceof Error) || error instanceof TypeError || error instanceof FailureError) throw error;
        const { code, message } = runtimeFailure(error, 'onnx-broken', `${choice.path} could not be opened`);
        throw fail(code, message);
      }
    });
    const facts: ConditionedFacts = {
      installed,
      family: folder.entry.family,
      precision: value.choice.precision,
      provider: report,
      tokenizer,
      context: folder.context,
      bytes: value.choice.bytes,
      endTokens: folder.endTokens,
    };
    return new Seq2SeqModel(facts, frameOf(postProcessor), decoderStart, value.encoder, value.decoder);
  }

  /** Reads a text, special tokens included; returns the decoder behind it, which goes on from `start`. */
  public async read(ids: Int32Array): Promise<ConditionedModel> {
    const { session, inputs } = this.encoder;
    const rows = (await session.run(textFeeds(inputs, ids), [inputs.logits])).get(inputs.logits)!;
    const width = await this.vocabulary(rows);
    return new ConditionedModel(this.facts, this.decoder, rows, width);
  }

  public async dispose(): Promise<void> {
    await this.encoder.session.dispose();
    await this.decoder.dispose();
  }

  /** Columns of the logits: known when the decoder has run once. */
  private async vocabulary(rows: Tensor): Promise<number> {
    const { logits } = await this.decoder.start(rows, Int32Array.of(this.start), false);
    return logits.length;
  }
}

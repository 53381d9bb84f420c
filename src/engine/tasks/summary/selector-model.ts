import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, FailureError, precisions, type Precision, type ProviderReport } from '../../../protocol';
import { nameOf } from '../../families/catalogue';
import { readModelFolder } from '../../families/model-folder';
import { makeTensor } from '../../families/tensors';
import { dataTypes } from '../../graph/onnx-model';
import { readOnnx } from '../../graph/read-onnx';
import { checkCancelled } from '../../inside/in-steps';
import type { Load } from '../../model-pool';
import { openOnProvider } from '../../runtime/open-on-provider';
import { runtimeFailure, Session } from '../../runtime/session';
import { openTokenizer } from '../../text/open-tokenizer';
import type { Tokenizer } from '../../text/tokenizer';

/** The selector's file beside a summariser's graphs, and the precision that its name tells. */
const selectorFile = /^selector_model(?:_(q4|q8|int8|fp16|fp32))?\.onnx$/;

/** Tokens that it reads at once, as it was trained. */
export const selectorWindow = 400;

/**
 * Says of each token of a text how probable it is that it stands in a summary (Gehrmann et al. 2018, arXiv:1808.10792). It
 * lies in a summariser's folder and reads with its tokenizer.
 */
export class SelectorModel {
  private constructor(
    public readonly name: string,
    public readonly precision: Precision,
    public readonly provider: ProviderReport,
    public readonly bytes: number,
    public readonly tokenizer: Tokenizer,
    private readonly session: Session,
  ) {}

  /** Opens the selector of a folder; refuses (`unsupported`) one that has none. */
  public static readonly open: Load<SelectorModel> = async (path, options, token) => {
    const folder = await readModelFolder(path);
    const files = await readdir(join(path, 'onnx')).catch(() => []);
    const choices = files.flatMap((file) => {
      const [found, ending = 'fp32'] = selectorFile.exec(file) ?? [];
      const precision = precisions.find((known) => known === ending);
      return found !== undefined && precision ? [{ path: join(path, 'onnx', file), precision }] : [];
    });
    const choice = choices.find(({ precision }) => precision === options.precision) ?? choices[0];
    if (!choice) {
      throw fail(
        'unsupported',
        `${nameOf(path)} has no selector (onnx/selector_model.onnx) that says what to keep. Choose another method, such as ` +
          'lexrank, or let everything be copied.',
      );
    }
    const tokenizer = await openTokenizer(folder.tokenizerFolder);
    const { size } = await stat(choice.path);
    checkCancelled(token);
    const { value, report } = await openOnProvider('cpu', async (provider) => {
      const { model, folder: place } = readOnnx(choice.path);
      const needed = [model.graph.input.some(({ name }) => name === 'input_ids'), model.graph.output.some(({ name }) => name === 'keep')]; // prettier-ignore
      if (needed.includes(false)) {
        throw fail('onnx-broken', `${choice.path} takes no input_ids or gives no keep. Copy or export it again.`);
      }
      try {
        return await Session.open(model, { provider, threads: options.threads, folder: place }, 'The selector');
      } catch (error) {
        if (!(error instanceof Error) || error instanceof TypeError || error instanceof FailureError) throw error;
        const { code, message } = runtimeFailure(error, 'onnx-broken', `${choice.path} could not be opened`);
        throw fail(code, message);
      }
    });
    return new SelectorModel(nameOf(path), choice.precision, report, size, tokenizer, value);
  };

  /** How probable it is that each token is kept, [ids], 0 to 1; at most `selectorWindow` tokens. */
  public async keep(ids: Int32Array): Promise<Float32Array> {
    if (ids.length === 0) return new Float32Array(0);
    const input = makeTensor(dataTypes.int64, ids, [1, ids.length]);
    return (await this.session.run({ input_ids: input }, ['keep'])).get('keep')!.data as Float32Array;
  }

  public dispose(): Promise<void> {
    return this.session.dispose();
  }
}

import { fail, FailureError, type InstalledModel, type NoAnswerFigures } from '../../protocol';
import { bindInputs } from '../families/bind-inputs';
import { describeModel } from '../families/catalogue';
import { choose } from '../families/load-model';
import { readModelFolder, type ModelFolder } from '../families/model-folder';
import { floatEightBit } from '../graph/eight-bit-weights';
import type { Graph } from '../graph/onnx-model';
import { readOnnx } from '../graph/read-onnx';
import { checkCancelled } from '../inside/in-steps';
import type { Load, PooledModel } from '../model-pool';
import { openOnProvider } from '../runtime/open-on-provider';
import { runtimeFailure, Session } from '../runtime/session';
import { openTokenizer } from '../text/open-tokenizer';
import type { Tokenizer } from '../text/tokenizer';
import { readTokenizerFile, type Part } from '../text/tokenizer-file';
import { readNoAnswerFigures } from './no-answer-figures';
import { pairFrameOf } from './pair-frame';
import { oneInput, twoInputs, type PassageReader, type PassageScores } from './read-passage';

/** Tokens that a reader was made for. */
export interface ReaderLimits {
  readonly question: number;
  readonly passage: number;
  readonly answer: number;
}

/** Of the attentive reader, as it was trained; langscope.json's "context" may name another passage. */
const trained: ReaderLimits = { question: 40, passage: 420, answer: 40 };

/** Of an encoder whose question and passage share the context: as SQuAD's scripts have it. */
const [longestQuestion, longestAnswer] = [64, 30];

interface Parts {
  readonly installed: InstalledModel;
  readonly family: string;
  readonly tokenizer: Tokenizer;
  readonly figures: NoAnswerFigures | undefined;
  readonly limits: ReaderLimits;
  readonly session: Session;
  readonly passages: PassageReader;
}

/** A model that points at the answer to a question in a text. */
export class SpanReader implements PooledModel {
  private constructor(
    private readonly parts: Parts,
    public readonly precision: PooledModel['precision'],
    public readonly provider: PooledModel['provider'],
    public readonly bytes: number,
  ) {}

  /**
   * Opens a folder on the first provider that works. Refuses what a folder can be wrong in as `loadModel` does, and models that
   * do not point at answers (`unsupported`).
   */
  public static readonly open: Load<SpanReader> = async (path, options, token) => {
    const folder = await readModelFolder(path);
    const installed = await describeModel(path);
    const report = folder.capabilities.find(({ capability }) => capability === 'answer');
    if (report?.missing !== undefined) {
      throw fail('unsupported', `${installed.name} cannot answer from a text. ${report.missing}`);
    }
    const figures = await readNoAnswerFigures(path);
    const { postProcessor } = await readTokenizerFile(folder.tokenizerFolder);
    const tokenizer = await openTokenizer(folder.tokenizerFolder);
    const opened = await openOnProvider(options.provider, async (provider) => {
      checkCancelled(token);
      const choice = choose(folder, options.precision, provider);
      const file = readOnnx(choice.path);
      const passages = wiring(file.model.graph, choice.path, folder, postProcessor);
      try {
        const place = { provider, threads: options.threads, folder: file.folder };
        const model = { ...file.model, graph: floatEightBit(file.model.graph) };
        return { choice, passages, session: await Session.open(model, place, 'The reader') };
      } catch (error) {
        if (!(error instanceof Error) || error instanceof TypeError || error instanceof FailureError) throw error;
        // On the CPU it is the file's or the memory's, elsewhere the provider's.
        if (provider !== 'cpu') throw error;
        const { code, message } = runtimeFailure(error, 'onnx-broken', `${choice.path} could not be opened`);
        throw fail(code, message);
      }
    });
    const { choice, session, passages } = opened.value;
    const limits = limitsOf(folder, passages.framing);
    const parts = { installed, family: folder.entry.family, tokenizer, figures, limits, session, passages };
    return new SpanReader(parts, choice.precision, opened.report, choice.bytes);
  };

  public get installed(): InstalledModel {
    return this.parts.installed;
  }

  public get family(): string {
    return this.parts.family;
  }

  public get tokenizer(): Tokenizer {
    return this.parts.tokenizer;
  }

  public get figures(): NoAnswerFigures | undefined {
    return this.parts.figures;
  }

  public get limits(): ReaderLimits {
    return this.parts.limits;
  }

  /** Tokens that a passage may have beside a question of so many. */
  public room(question: number): number {
    const { limits, passages } = this.parts;
    return passages.framing === 0 ? limits.passage : limits.passage - question;
  }

  /** Scores each token of a passage, no special tokens included, as the answer's first and last one. */
  public read(question: Int32Array, passage: Int32Array): Promise<PassageScores> {
    return this.parts.passages.read(this.parts.session, question, passage);
  }

  public async dispose(): Promise<void> {
    await this.parts.session.dispose();
  }
}

function wiring(graph: Graph, path: string, folder: ModelFolder, postProcessor: Part | undefined): PassageReader {
  if (folder.entry.reads === 'question') return twoInputs(graph, path);
  const frame = pairFrameOf(postProcessor);
  if (frame === undefined) {
    throw fail(
      'tokenizer-broken',
      `tokenizer.json in ${folder.folder} does not say what stands between a question and a passage. ` +
        'Copy it from the model\'s source (a "fast" tokenizer of Hugging Face).',
    );
  }
  return oneInput(graph, path, bindInputs(graph, folder.entry, folder.langscope), frame);
}

/** The passage of an encoder shares its context with the question; `passage` is for both together. */
function limitsOf({ entry, langscope, context }: ModelFolder, framing: number): ReaderLimits {
  if (entry.reads === 'question') return { ...trained, passage: langscope?.context ?? trained.passage };
  const both = (context ?? 512) - framing;
  return { question: Math.min(longestQuestion, Math.floor(both / 3)), passage: both, answer: longestAnswer };
}

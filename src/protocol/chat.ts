import type { Generation, GenerationEnd, GenerationOptions, GeneratedToken } from './decoding';
import type { LoadOptions, ModelName, Provenance } from './model';
import type { Span } from './span';

/** Who says something in a conversation; chat templates know these three by these names. */
export const chatRoles = ['system', 'user', 'assistant'] as const;
export type ChatRole = (typeof chatRoles)[number];

export interface ChatMessage {
  readonly role: ChatRole;
  readonly content: string;
}

/** A text that the last message of the user is about; it is quoted before that message. */
export interface QuotedDocument {
  readonly name: string;
  readonly text: string;
}

/** What did not fit into the context. */
export type LeftOut =
  /** `index` among the messages of the request; `beginning`: enough of it to know it again. */
  | { readonly kind: 'message'; readonly index: number; readonly role: ChatRole; readonly beginning: string }
  /** The stretch of the quoted text, UTF-16 offsets. */
  | ({ readonly kind: 'document'; readonly name: string } & Span);

/** A conversation as the model reads it. */
export interface ChatPrompt {
  /** What the model's chat template makes of the messages. */
  readonly rendered: string;
  /** The special tokens in it, UTF-16 offsets. */
  readonly special: readonly Span[];
  /** How many tokens it has. */
  readonly tokens: number;
  /** Tokens that the model can read in all; absent where state is carried without end. */
  readonly context?: number;
  readonly leftOut: readonly LeftOut[];
  /** What of the quoted document went in; absent: there is none. */
  readonly quoted?: Span;
  /** The tokens that end an answer, as they are written; none: the model names none, and writes as long as it may. */
  readonly ends: readonly string[];
}

interface Conversation {
  readonly model: ModelName;
  /** At most one of `system`, the first; the last is of the user and not empty. */
  readonly messages: readonly ChatMessage[];
  readonly document?: QuotedDocument;
}

/** A candidate answer, and what the model itself holds it for. */
export interface AnswerProbability {
  readonly text: string;
  /** Summed over its tokens, nats: that the answer begins with these words. */
  readonly logprob: number;
  readonly tokens: number;
}

/** A question asked in one of two ways. */
export interface AskedWay {
  readonly way: 'direct' | 'steps';
  readonly prompt: ChatPrompt;
  /** What was written before the answer; empty where the answer comes at once. */
  readonly reasoning: string;
  readonly tokens: readonly GeneratedToken[];
  /** How the reasoning ended; absent where there is none. */
  readonly end?: GenerationEnd;
  /** What the model writes after `answerCue`. */
  readonly answer: string;
  /** In the order of `Answers.candidates`. */
  readonly probabilities: readonly AnswerProbability[];
}

export interface Answers {
  /** Those given, or what was answered either way, each once. */
  readonly candidates: readonly string[];
  readonly ways: readonly AskedWay[];
  readonly provenance: Provenance;
}

/** Stands before the answer in both ways, so that the same words are measured in both. */
export const answerCue = 'Answer:';
/** What is said behind the question in each way. */
export const answerRequests = {
  direct: 'Answer in a few words, without any explanation.',
  steps: 'Think step by step, then give the answer.',
} as const satisfies Readonly<Record<AskedWay['way'], string>>;

export interface ChatRequests {
  /**
   * What `chat` would let the model read, without running it. Refuses as `chat` does: 'unsupported' where the model has
   * no chat template or the template does not take these messages, 'bad-request' where there is nothing to answer or
   * not even the last message fits.
   */
  readonly 'chat.render': [Conversation & { readonly maxNewTokens: number }, ChatPrompt];
  /**
   * Answers the last message. What does not fit is left out, and named: the oldest turns first, then the end of the
   * document; the system message and the last one of the user stay. Tokens are told by `generated` where the request
   * has a `task`, how much of the prompt is read by `progress`.
   */
  readonly chat: [
    Conversation & LoadOptions & { readonly options: GenerationOptions; readonly task?: string },
    Generation & { readonly prompt: ChatPrompt },
  ];
  /**
   * Asks the last message both ways, directly and step by step (Kojima et al. 2022), and gives the model's own
   * probability of each candidate answer behind either. `options` are of the reasoning, which is told by `generated`.
   */
  readonly answers: [
    Conversation &
      LoadOptions & {
        /** None: what is answered either way. */
        readonly candidates: readonly string[];
        readonly options: GenerationOptions;
        readonly task?: string;
      },
    Answers,
  ];
}

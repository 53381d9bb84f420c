import type { Answers, ChatPrompt } from './chat';
import type { GeneratedToken, GenerationEnd } from './decoding';
import type { ModelName, Provenance } from './model';
import type { TextAbout } from './text-about';

/** What of the editor goes along with a message. */
export const chatScopes = ['selection', 'document', 'none'] as const;
export type ChatScope = (typeof chatScopes)[number];

/** How an answer ended, or that it is still being written; stopped: by the person; died: with the engine. */
export type ChatEnd = GenerationEnd | 'writing' | 'stopped' | 'died' | 'failed';

interface Ended {
  readonly end: ChatEnd;
  /** Why it failed, or the engine died. */
  readonly failure?: string;
}

export type ChatTurn =
  | { readonly kind: 'question'; readonly text: string; readonly about?: TextAbout }
  | ({
      readonly kind: 'answer';
      readonly text: string;
      readonly tokens: readonly GeneratedToken[];
      readonly prompt?: ChatPrompt;
      readonly provenance?: Provenance;
      /** How the tokens were chosen, in words. */
      readonly chosen: string;
    } & Ended)
  /** A question asked directly and step by step; it stands beside the conversation, which goes on without it. */
  | ({
      readonly kind: 'both';
      readonly question: string;
      readonly candidates: readonly string[];
      /** What is written so far: the direct answer, the reasoning, the answer behind it. */
      readonly direct: string;
      readonly reasoning: string;
      readonly answer: string;
      readonly answers?: Answers;
    } & Ended);

/** What the page keeps over a reload of the window. */
export interface ChatMemory {
  readonly turns: readonly ChatTurn[];
  readonly scope: ChatScope;
  readonly model?: ModelName;
}

/** Turns that are kept over a reload, and characters of them; the newest. */
export const keptTurns = 40;
export const keptCharacters = 200_000;

/** All that the Chat view shows. */
export interface ChatState extends ChatMemory {
  /** The models that can chat; absent while they are not known. */
  readonly models?: readonly { readonly name: ModelName; readonly label: string }[];
  /** Why the models are not known. */
  readonly problem?: string;
  readonly about?: TextAbout;
  /** Tokens of the prompt that are read, while something is asked. */
  readonly busy?: { readonly done: number; readonly total: number };
}

/** Extension to Chat view. */
export type ToChatView =
  | { readonly kind: 'state'; readonly state: ChatState }
  /** The last turn grew. */
  | { readonly kind: 'turn'; readonly turn: ChatTurn }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  /** What the model would read if the draft were sent now, or why it cannot be sent. */
  | { readonly kind: 'fit'; readonly prompt?: ChatPrompt; readonly problem?: string };

export const chatActions = ['get-model', 'add-folder', 'show-log', 'restart-engine'] as const;
export type ChatAction = (typeof chatActions)[number];

/** Chat view to extension. */
export type FromChatView =
  | { readonly kind: 'ready'; readonly kept?: ChatMemory }
  /** The draft changed; answered by `fit`. */
  | { readonly kind: 'draft'; readonly text: string }
  | { readonly kind: 'ask'; readonly text: string }
  | { readonly kind: 'both'; readonly text: string; readonly candidates: readonly string[] }
  | { readonly kind: 'stop' }
  /** Asks the last question once more, and draws other tokens. */
  | { readonly kind: 'again' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'model'; readonly model: ModelName }
  | { readonly kind: 'scope'; readonly scope: ChatScope }
  | { readonly kind: 'copy'; readonly text: string }
  /** Writes the text at the cursor of the editor. */
  | { readonly kind: 'insert'; readonly text: string }
  | { readonly kind: 'run'; readonly action: ChatAction }
  | { readonly kind: 'leave' };

/** The newest turns that are kept, whole ones. Tokens of all but the last answers are too much to keep. */
export function keptOf({ turns, scope, model }: ChatMemory): ChatMemory {
  const newest = turns.slice(-keptTurns);
  let characters = 0;
  const from = newest.findLastIndex((turn) => (characters += JSON.stringify(turn).length) > keptCharacters);
  return { turns: newest.slice(from + 1), scope, ...(model !== undefined && { model }) };
}

import * as vscode from 'vscode';
import {
  canDo,
  defaultGeneration,
  formatModel,
  type ChatMessage,
  type GenerationOptions,
  type SamplerOptions,
} from '../../protocol';
import type { Disposes } from '../disposes';
import type { Engine } from '../engine';
import type { ModelsTree } from '../models-tree';
import type { Settings } from '../settings';

/** Tokens that an answer may have where nobody asks for others. */
const longest = 512;
/** The share of the context that answers may take. */
const share = 4;

/** Names under which options of a request come, and how they reach a sampler. */
const samplerNames: Readonly<Record<string, 'temperature' | 'topK' | 'topP' | 'minP' | 'repetitionPenalty'>> = {
  temperature: 'temperature',
  top_k: 'topK',
  topK: 'topK',
  top_p: 'topP',
  topP: 'topP',
  min_p: 'minP',
  minP: 'minP',
  repetition_penalty: 'repetitionPenalty',
  repetitionPenalty: 'repetitionPenalty',
};
const lengthNames = ['max_tokens', 'maxTokens', 'max_new_tokens', 'maxNewTokens'];

/** The instruct models of the Models view, for whatever in VS Code asks for a language model (vendor `langscope`). */
export class ChatProvider implements vscode.LanguageModelChatProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly disposables: readonly Disposes[];
  private tasks = 0;

  public readonly onDidChangeLanguageModelChatInformation = this.changed.event;

  public constructor(
    private readonly engine: Engine,
    private readonly models: ModelsTree,
    private readonly settings: Settings,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.disposables = [this.changed, settings.onDidChange(() => this.changed.fire())];
  }

  public async provideLanguageModelChatInformation(): Promise<vscode.LanguageModelChatInformation[]> {
    const installed = await this.models.models();
    return installed
      .filter((model) => canDo(model, 'chat'))
      .map(({ name, family = 'unknown', precisions, context = 1_000_000, folder }) => {
        const maxOutputTokens = Math.min(longest, Math.floor(context / share));
        return {
          id: name,
          name: formatModel(name),
          family,
          version: precisions.join('-'),
          tooltip: folder,
          detail: vscode.l10n.t('on this machine'),
          maxInputTokens: context - maxOutputTokens,
          maxOutputTokens,
          capabilities: {},
        };
      });
  }

  public async provideLanguageModelChatResponse(
    model: vscode.LanguageModelChatInformation,
    requested: readonly vscode.LanguageModelChatRequestMessage[],
    { modelOptions }: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const { precision, provider } = this.settings.values;
    const options = this.optionsOf(modelOptions ?? {}, model.maxOutputTokens);
    const task = `chat-provider-${++this.tasks}`;
    let written = 0;
    const tell = (text: string): void => {
      if (text.length <= written) return;
      progress.report(new vscode.LanguageModelTextPart(text.slice(written)));
      written = text.length;
    };
    const growing = this.engine.on('generated', ({ task: of, text }) => {
      if (of === task) tell(text);
    });
    try {
      const request = { model: model.id, precision, provider, messages: messagesOf(requested), options, task };
      const { sequences, prompt } = await this.engine.request('chat', request, token);
      tell(sequences[0]!.text);
      if (prompt.leftOut.length > 0) {
        const count = String(prompt.leftOut.length);
        this.log.warn(vscode.l10n.t('{0} messages of a chat did not fit into the context and were left out.', count));
      }
    } finally {
      growing.dispose();
    }
  }

  public async provideTokenCount(
    model: vscode.LanguageModelChatInformation,
    text: string | vscode.LanguageModelChatRequestMessage,
    token: vscode.CancellationToken,
  ): Promise<number> {
    const plain = typeof text === 'string' ? text : textOf(text.content);
    const { ids } = await this.engine.request('tokenize', { model: model.id, text: plain }, token);
    return ids.length;
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** What a request asks for; an option that means nothing here is named in the log. */
  private optionsOf(given: Readonly<Record<string, unknown>>, most: number): GenerationOptions {
    const samplers: { -readonly [N in keyof SamplerOptions]: SamplerOptions[N] } = {};
    let maxNewTokens = most;
    let seed = 0;
    let sample = false;
    for (const [name, value] of Object.entries(given)) {
      const sampler = samplerNames[name];
      if (typeof value === 'number' && sampler !== undefined) {
        // A temperature of 0 is how others ask for the most probable token.
        if (sampler !== 'temperature' || value > 0) samplers[sampler] = value;
        sample ||= sampler === 'temperature' && value > 0;
      } else if (typeof value === 'number' && lengthNames.includes(name)) {
        maxNewTokens = Math.max(1, Math.min(most, Math.floor(value)));
      } else if (name === 'seed' && Number.isSafeInteger(value)) {
        seed = value as number;
      } else {
        this.log.info(vscode.l10n.t('The chat option {0} means nothing to these models.', name));
      }
    }
    return { ...defaultGeneration, maxNewTokens, samplers, sample, seed };
  }
}

/** The messages as the engine takes them; messages of the same one in a row are one, as templates want turns. */
function messagesOf(requested: readonly vscode.LanguageModelChatRequestMessage[]): readonly ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (const { role, content } of requested) {
    const who = role === vscode.LanguageModelChatMessageRole.Assistant ? 'assistant' : 'user';
    const text = textOf(content);
    const last = messages.at(-1);
    if (last?.role === who) messages[messages.length - 1] = { role: who, content: `${last.content}\n\n${text}` };
    else messages.push({ role: who, content: text });
  }
  return messages;
}

function textOf(content: readonly unknown[]): string {
  return content
    .filter((part): part is vscode.LanguageModelTextPart => part instanceof vscode.LanguageModelTextPart)
    .map(({ value }) => value)
    .join('');
}

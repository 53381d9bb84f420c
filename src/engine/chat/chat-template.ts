import { fail, type ChatMessage } from '../../protocol';
import type { TemplateSource } from './template-source';

/** What writes a conversation as the model was taught to read it. */
export interface ChatTemplate {
  /** Ends where the assistant begins to answer. Refuses (`unsupported`) what the template does not take. */
  render(messages: readonly ChatMessage[]): string;
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim().replace(/\.$/, '');
}

/** Reads the template as Hugging Face's own library does; refuses (`unsupported`) one that is no Jinja. */
export async function chatTemplate({ template, specialTokens }: TemplateSource, name: string): Promise<ChatTemplate> {
  // The library declares itself a module of the newer kind, which only `import()` reaches from here; eager: no file of its own.
  const { Template } = await import(/* webpackMode: "eager" */ '@huggingface/jinja');
  const parse = (): InstanceType<typeof Template> => {
    try {
      return new Template(template);
    } catch (error) {
      throw fail(
        'unsupported',
        `The chat template of ${name} cannot be read (${reasonOf(error)}). Copy chat_template.jinja or ` +
          'tokenizer_config.json again from its source.',
      );
    }
  };
  const parsed = parse();
  return {
    render: (messages) => {
      try {
        // `tools` and `documents` are there for templates that ask whether there are any.
        const given = { ...specialTokens, messages, tools: null, documents: null, add_generation_prompt: true };
        return parsed.render(given);
      } catch (error) {
        throw fail(
          'unsupported',
          `The chat template of ${name} does not take this conversation: ${reasonOf(error)}. ` +
            'Begin a new conversation, leave out the system message, or choose another model.',
        );
      }
    },
  };
}

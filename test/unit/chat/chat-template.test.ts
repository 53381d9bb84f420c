import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatMessage } from '../../../src/protocol';
import { chatTemplate } from '../../../src/engine/chat/chat-template';
import { templateSource } from '../../../src/engine/chat/template-source';
import { root } from '../text/checkout';
import { needs, smollm } from '../cli/world';

interface Golden {
  readonly chat: readonly { readonly messages: readonly ChatMessage[]; readonly rendered: string }[];
}

const ask: readonly ChatMessage[] = [{ role: 'user', content: 'Why?' }];

describe('chat templates', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'langscope-template-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (file: string, content: unknown): void =>
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  const rendered = async (messages = ask): Promise<string> =>
    (await chatTemplate((await templateSource(folder))!, 'toy')).render(messages);
  const each = '{% for m in messages %}{{ m.role }}: {{ m.content }}{{ eos_token }}\n{% endfor %}';

  it('is found in chat_template.jinja, which goes before tokenizer_config.json', async () => {
    write('chat_template.jinja', `${each}{% if add_generation_prompt %}assistant:{% endif %}`);
    write('tokenizer_config.json', { chat_template: 'other', eos_token: { content: '</s>' } });
    assert.equal(await rendered(), 'user: Why?</s>\nassistant:');
  });

  it('is found in chat_template.json, and as a string or a named list in tokenizer_config.json', async () => {
    write('special_tokens_map.json', { eos_token: '<e>' });
    write('chat_template.json', { chat_template: `json ${each}` });
    assert.equal(await rendered(), 'json user: Why?<e>\n');
    rmSync(join(folder, 'chat_template.json'));
    write('tokenizer_config.json', { chat_template: `string ${each}` });
    assert.equal(await rendered(), 'string user: Why?<e>\n');
    const list = [
      { name: 'tool_use', template: 'tools' },
      { name: 'default', template: `default ${each}` },
    ];
    write('tokenizer_config.json', { chat_template: list });
    assert.equal(await rendered(), 'default user: Why?<e>\n');
  });

  it('is absent where nothing names one, or a list names none for chats', async () => {
    assert.equal(await templateSource(folder), undefined);
    write('tokenizer_config.json', { chat_template: [{ name: 'rag', template: 'a' }, { name: 'tool_use', template: 'b' }] }); // prettier-ignore
    assert.equal(await templateSource(folder), undefined);
  });

  it('refuses a conversation that the template refuses, in its words', async () => {
    write('chat_template.jinja', "{{ raise_exception('System role not supported.') }}");
    await assert.rejects(rendered(), (error: Error) => {
      assert.match(
        error.message,
        /template of toy does not take this conversation: .*System role not supported\. Begin/,
      );
      return true;
    });
  });

  it('refuses a template that is no Jinja, and a configuration that is no JSON', async () => {
    write('chat_template.jinja', '{% for m in messages %}');
    await assert.rejects(rendered(), /template of toy cannot be read .*Copy chat_template\.jinja/);
    write('tokenizer_config.json', '{');
    await assert.rejects(rendered(), /tokenizer_config\.json .* is not valid JSON/);
  });
});

describe('the chat template of SmolLM2', () => {
  before(needs(smollm));
  const golden = JSON.parse(readFileSync(join(root, 'test/golden/generate.json'), 'utf8')) as Golden;

  it('renders what transformers renders', async () => {
    const template = await chatTemplate((await templateSource(smollm))!, 'smollm2');
    assert.ok(golden.chat.length > 0);
    for (const { messages, rendered } of golden.chat) assert.equal(template.render(messages), rendered);
  });
});

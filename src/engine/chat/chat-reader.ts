import { fail } from '../../protocol';
import { nameOf } from '../families/catalogue';
import { readModelFolder } from '../families/model-folder';
import { openTokenizer } from '../text/open-tokenizer';
import { chatTemplate } from './chat-template';
import type { ChatReader } from './fit-chat';
import { noTemplate, templateSource } from './template-source';

/** What writes conversations for the model of a folder; needs no weights. Refuses (`unsupported`) one that cannot chat. */
export async function chatReader(folder: string): Promise<ChatReader> {
  const model = await readModelFolder(folder);
  const name = nameOf(folder);
  const missing = model.entry.missing.generate;
  if (missing !== undefined) throw fail('unsupported', `${name}: ${missing}`);
  const source = await templateSource(folder);
  if (source === undefined) throw fail('unsupported', `${name} cannot chat. ${noTemplate}`);
  const { context, endTokens } = model;
  const tokenizer = await openTokenizer(model.tokenizerFolder);
  return { name, template: await chatTemplate(source, name), tokenizer, context, endTokens };
}

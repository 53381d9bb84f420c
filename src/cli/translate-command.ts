import { defaultTranslator, formatProvenance } from '../protocol';
import type { Invocation } from './command';
import { chosenModel, withEngine } from './engine-session';
import { isMarkdown } from './markdown-names';
import { UsageError } from './options';
import { showProgress } from './progress';
import { readText } from './read-text';
import { write } from './terminal';
import { translationJson, translationNotes } from './translation-report';

/** `langscope translate FILE|- --to LANG`: the text in another language, and where each sentence and word comes from. */
export async function runTranslate(invocation: Invocation): Promise<void> {
  const { values, positionals, surroundings, token } = invocation;
  const { language: to, precision = 'auto', provider = 'auto', beams = 1 } = values;
  const { stdout, stderr } = surroundings;
  if (to === undefined) throw new UsageError('--to LANG is needed, such as --to fr.');
  const [file = '-'] = positionals;
  const text = await readText(file, surroundings, token);
  let shown = 0;
  const translation = await withEngine(invocation, [], async (client) => {
    const model = await chosenModel(client, invocation, defaultTranslator);
    const endProgress = showProgress(client, surroundings);
    const streaming = client.on('generated', ({ text: done, tokens }) => {
      // A sentence in the making may still change.
      if (values.json || tokens.length > 0) return;
      endProgress();
      stdout.write(done.slice(shown));
      shown = done.length;
    });
    const markdown = isMarkdown(file);
    const lengthPenalty = values['length-penalty'] ?? 1;
    try {
      return await client.request(
        'translate',
        { model, precision, provider, text, markdown, to, beams, lengthPenalty, task: 'translate' },
        token,
      );
    } finally {
      streaming.dispose();
      endProgress();
    }
  });
  if (values.json) {
    await write(stdout, `${JSON.stringify(translationJson(translation))}\n`);
    return;
  }
  const rest = translation.text.slice(shown);
  await write(stdout, translation.text.endsWith('\n') ? rest : `${rest}\n`);
  for (const note of translationNotes(translation)) await write(stderr, `langscope: ${note}\n`);
  await write(stderr, `${formatProvenance(translation.provenance)}\n`);
}

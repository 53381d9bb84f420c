import type { ChatMessage } from '../../../../protocol';

const counts = ['one sentence', 'up to two sentences', 'up to three sentences', 'up to four sentences'];

/** What the model is asked for; small models were taught summaries with these words (Allal et al. 2025, Smol-Summarize). */
function asked(sentences: number): string {
  const wanted = counts[sentences - 1] ?? `up to ${sentences} sentences`;
  return (
    `Provide a concise, objective summary of the input text in ${wanted}, focusing on key actions and intentions ` +
    'without using second or third person pronouns.'
  );
}

/**
 * Ways to ask for a summary, the best first: what is wanted as the system's message and the text alone as the user's, so
 * that small models do not summarise what they were asked; both in one message, for templates that take no system.
 */
export function instructions(text: string, sentences: number): readonly (readonly ChatMessage[])[] {
  const wanted = asked(sentences);
  return [
    [
      { role: 'system', content: wanted },
      { role: 'user', content: text },
    ],
    [{ role: 'user', content: `${wanted}\n\n${text}` }],
  ];
}

import { formatPercent, type ShownSummary } from '../../protocol';

/** The summary as a file: all that is known as JSON, or the text with its sources as markdown. */
export function exportedSummary(summary: ShownSummary, format: 'json' | 'markdown'): string {
  const { text, sentences, words, texts, way, among, sections, leftOut, foreign, labels, end, stale } = summary;
  const provenance = summary.provenance ?? '';
  if (format === 'json') {
    const documents = texts.map(({ uri, name, start, end: last }) => ({ uri, name, start, end: last }));
    const parts = { text, provenance, end, textHasChanged: stale, documents, sentences, words, way, among, sections, leftOut, foreign }; // prettier-ignore
    return `${JSON.stringify(parts, undefined, 2)}\n`;
  }
  const sources = sentences.map(({ sources: found, supported }, at) => {
    const [best] = found;
    const place = best ? `${labels.sentences[at] ?? ''} (${formatPercent(best.weight)})` : 'no source found';
    return `${at + 1}. ${place}${supported ? '' : ', not supported by the text'}`;
  });
  const found = !way
    ? 'The sentences are the documents\u2019 own.'
    : way.kind === 'attention'
      ? 'Sources by attention: where the model looked.'
      : `Sources by similarity: ${way.why}`;
  const left = leftOut.length === 0 ? [] : ['', '## Left out', '', ...leftOut.map((one, at) => leftOutLine(one, labels.leftOut[at]))]; // prettier-ignore
  return [
    `# Summary of ${texts.map(({ name }) => name).join(', ')}`,
    '',
    text.replaceAll('\n', '\n\n'),
    '',
    '## Sources',
    '',
    found,
    '',
    ...sources,
    ...left,
    '',
    `${provenance}${stale ? ' \u00b7 the text has changed since' : ''}`,
    '',
  ].join('\n');
}

/** Why a stretch was not read, in words. */
function leftOutLine({ because, heading }: ShownSummary['leftOut'][number], label: string | undefined): string {
  return `- ${[label, heading, because.replace('-', ' ')].filter((part) => part !== undefined && part !== '').join(', ')}`;
}

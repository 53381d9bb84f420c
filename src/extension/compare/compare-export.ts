import { metricSignatures, rougeNames, type CompareState } from '../../protocol';

/** What two texts have in common as a file, with which variant of each figure it is; undefined while there is nothing. */
export function exportedComparison(state: CompareState, format: 'json' | 'csv'): string | undefined {
  const { result, candidate, reference } = state;
  if (!result || !candidate || !reference) return undefined;
  const { metrics, matches } = result;
  if (format === 'json') {
    const titles = { candidate: candidate.title, reference: reference.title };
    return `${JSON.stringify({ ...titles, signatures: metricSignatures, metrics, matches }, undefined, 2)}\n`;
  }
  const rows = rougeNames.map((name) => {
    const { precision, recall, f1 } = metrics.rouge[name];
    return `${name},${precision},${recall},${f1}`;
  });
  return [
    `# ${candidate.title} against ${reference.title}, ${metricSignatures.join(', ')}`,
    'figure,precision,recall,value',
    ...rows,
    `bleu,,,${metrics.sentenceBleu}`,
    `chrf,,,${metrics.chrf}`,
    '',
  ].join('\n');
}

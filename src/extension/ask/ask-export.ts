import { formatProvenance, type AskResult } from '../../protocol';

/** The answers as a file: everything as JSON, or one answer a line as CSV; both say how they came about. */
export function exportedAnswers(result: AskResult, threshold: number, format: 'json' | 'csv'): string {
  if (format === 'json') {
    // Typed arrays as lists.
    const plain = (_key: string, value: unknown): unknown =>
      value instanceof Float32Array || value instanceof Int32Array ? Array.from(value) : value;
    return `${JSON.stringify({ ...result, threshold }, plain, 1)}\n`;
  }
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = result.answers.map(({ start, end, line, text, probability, startProbability, endProbability, gap }) =>
    [line, start, end, probability, startProbability, endProbability, gap, gap > threshold, quoted(text)].join(','),
  );
  return [
    `# ${result.about.name}, ${formatProvenance(result.provenance)}, threshold ${threshold} nats`,
    `# ${result.asked.replace(/\s+/g, ' ')}`,
    'line,start,end,probability,start_probability,end_probability,gap_nats,given,text',
    ...rows,
    '',
  ].join('\n');
}

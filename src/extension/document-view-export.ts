import { type DocumentContent, formatProvenance } from '../protocol';

export type ExportFormat = 'json' | 'csv';

type ProfileContent = Extract<DocumentContent, { readonly kind: 'profile' }>;

/** The profile as a file: everything as JSON, or surprise by line as CSV; both say how the figures came about. */
export function exportedProfile({ title, profile }: ProfileContent, format: ExportFormat): string {
  const lines = Array.from(profile.lines, (bits) => (Number.isNaN(bits) ? null : bits));
  if (format === 'json') return `${JSON.stringify({ document: title, ...profile, lines }, undefined, 2)}\n`;
  const rows = lines.map((bits, line) => `${line + 1},${bits ?? ''}`);
  return [
    `# ${title}, ${formatProvenance(profile.provenance, profile.figures)}`,
    'line,bits_per_token',
    ...rows,
    '',
  ].join('\n');
}

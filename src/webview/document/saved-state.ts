import type { DocumentContent } from '../../protocol';

/** Longer documents are kept without their lines: the extension sends them again when the view is shown. */
const mostLines = 20_000;

/** `DocumentContent` as the JSON of a webview's state can hold it: JSON knows neither typed arrays nor NaN. */
interface Saved {
  readonly content: DocumentContent;
  /** [lines] bits, null where not scored. */
  readonly lines: readonly (number | null)[];
}

/** What is kept of the view while it is hidden and over a reload. */
export function toSaved(content: DocumentContent): unknown {
  if (content.kind !== 'profile') return { content, lines: [] } satisfies Saved;
  const { lines } = content.profile;
  const bare = { ...content, profile: { ...content.profile, lines: new Float32Array() } };
  const kept = lines.length > mostLines ? [] : Array.from(lines, (bits) => (Number.isNaN(bits) ? null : round(bits)));
  return { content: bare, lines: kept } satisfies Saved;
}

/** The content that was kept; undefined when nothing was, or by another version of the view. */
export function fromSaved(saved: unknown): DocumentContent | undefined {
  if (!isSaved(saved)) return undefined;
  const { content, lines } = saved;
  if (content.kind !== 'profile') return content;
  return { ...content, profile: { ...content.profile, lines: Float32Array.from(lines, (bits) => bits ?? NaN) } };
}

function isSaved(value: unknown): value is Saved {
  if (typeof value !== 'object' || value === null || !('content' in value) || !('lines' in value)) return false;
  const { content, lines } = value;
  return Array.isArray(lines) && typeof content === 'object' && content !== null && 'kind' in content;
}

/** Two decimals are more than a bar can show. */
function round(bits: number): number {
  return Math.round(bits * 100) / 100;
}

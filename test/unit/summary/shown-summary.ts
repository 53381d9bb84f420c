import type { ShownSummary } from '../../../src/protocol';

/** A summary of two documents, of two sentences, with what a test changes. */
export function shownSummary(change: Partial<ShownSummary> = {}): ShownSummary {
  return {
    text: 'One two. Three.',
    sentences: [
      { start: 0, end: 8, sources: [{ document: 0, start: 10, end: 20, weight: 0.6 }, { document: 1, start: 5, end: 9, weight: 0.2 }], supported: true, section: 0 },
      { start: 9, end: 15, sources: [{ document: 1, start: 5, end: 15, weight: 0.9 }], supported: false, section: 1 },
    ],
    words: [
      { start: 0, end: 3, probability: 0.5, copied: 0.9, sources: [{ document: 0, start: 10, end: 13, weight: 0.8 }] },
      { start: 4, end: 8, probability: 0.5, copied: 0.1, sources: [] },
      { start: 9, end: 15, probability: 0.25, copied: 0.2, sources: [{ document: 1, start: 6, end: 8, weight: 0.3 }] },
    ],
    means: { kind: 'write', model: 'langscope-summariser' },
    length: 'short',
    scope: 'files',
    texts: [
      { uri: 'file:///a.md', name: 'a.md', start: 0, end: 40, hash: '1' },
      { uri: 'file:///b.md', name: 'b.md', start: 0, end: 30, hash: '2' },
    ],
    way: { kind: 'attention' },
    sections: [{ document: 0, start: 0, end: 40, tokens: 9 }],
    leftOut: [{ document: 0, start: 25, end: 35, because: 'code', heading: 'Use' }],
    foreign: [],
    labels: { sentences: ['a.md, line 2', 'b.md, line 1'], leftOut: ['a.md, lines 3 to 4'] },
    writing: '',
    progress: { done: 9, total: 9 },
    written: 1,
    end: 'done',
    provenance: 'langscope-summariser \u00b7 q8 \u00b7 cpu',
    stale: false,
    ...change,
  };
} // prettier-ignore

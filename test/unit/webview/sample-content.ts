import type { DocumentContent, Profile } from '../../../src/protocol';

type ProfileContent = Extract<DocumentContent, { readonly kind: 'profile' }>;

export function sampleContent(profile: Partial<Profile> = {}, title = 'notes.md'): ProfileContent {
  return {
    kind: 'profile',
    title,
    legend: { kind: 'off' },
    profile: {
      version: 1,
      state: { kind: 'done' },
      figures: { tokens: 10, scored: 9, nll: 30, perplexity: 28.03, utf8Bytes: 40, bitsPerByte: 1.082, unknown: 0 },
      provenance: { model: 'gpt', family: 'gpt2', precision: 'int8', provider: 'cpu', window: 512, stride: 256 },
      lines: Float32Array.of(1.5, NaN, 3.25),
      rankBands: [5, 2, 1, 1],
      probability: [1, 0, 0, 0, 0, 0, 0, 0, 0, 8],
      entropy: [9, 0, 0, 0, 0, 0, 0, 0],
      surprising: [{ start: 4, end: 9, text: ' moon', surprisal: 12.5, line: 2 }],
      ...profile,
    },
  };
}

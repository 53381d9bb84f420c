// A profile as the engine would send it for a long technical document.

/** A small reproducible generator (mulberry32), so that pictures differ only when the view does. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const next = random(7);
const lines = (count) =>
  Array.from({ length: count }, (_, line) =>
    line % 7 === 6 ? null : 2 + 2.2 * next() + (next() > 0.93 ? 7 * next() : 0) + 1.5 * Math.sin(line / 60) ** 2,
  );

const words = [
  'Kneser',
  ' mandoc',
  ' 0x7f3a',
  ' onnxruntime',
  ' zsh',
  '\n\n\tserialize',
  ' Übergröße',
  ' mmap',
  ' quux',
  ' Pimentel',
  ' ghost',
  ' 41,207',
  ' libnspr4',
  ' hyperparameter-free',
  ' the',
  ' eviction',
];
const surprising = words.map((text, index) => ({
  start: 100 + index * 531,
  end: 108 + index * 531,
  text,
  surprisal: 24.37 - index * 0.83,
  line: (index * 97 + 11) % 640,
}));

const provenance = {
  model: 'gpt-small',
  family: 'causal-transformer',
  precision: 'int8',
  provider: 'cpu',
  window: 1024,
  stride: 512,
};
const figures = {
  tokens: 10482,
  scored: 10482,
  nll: 35630.2,
  perplexity: 29.94,
  utf8Bytes: 43127,
  bitsPerByte: 1.192,
  unknown: 0,
};
const profile = {
  version: 3,
  state: { kind: 'done' },
  figures,
  provenance,
  lines: lines(640),
  rankBands: [6911, 2204, 1033, 334],
  probability: [4712, 1204, 793, 604, 512, 409, 377, 402, 566, 903],
  entropy: [812, 901, 1120, 1544, 1893, 2204, 1410, 598],
  surprising,
};

const legend = {
  kind: 'scale',
  title: 'surprisal, bits',
  steps: ['0', '2', '4', '6', '8', '10', '13', '16'].map((tick, index) => ({
    tick,
    label: `${tick} bits and more`,
    color: `langscope.surprise${index + 1}`,
    underline: ['none', 'dotted', 'dotted', 'dashed', 'dashed', 'solid', 'solid', 'solid'][index],
    thickness: [0, 1, 2, 1, 2, 1, 2, 3][index],
  })),
};

const title = 'DESIGN.md';
export const place = { firstVisible: 120, lastVisible: 171, line: 140, offset: 2300 };
export const contents = {
  done: { kind: 'profile', title, profile, legend },
  scoring: {
    kind: 'profile',
    title,
    legend,
    profile: {
      ...profile,
      state: { kind: 'scoring', done: 4096, total: 10482 },
      lines: profile.lines.map((bits, line) => (line > 80 && line < 330 ? bits : null)),
    },
  },
  live: {
    kind: 'profile',
    title: 'a-rather-long-file-name-for-a-side-bar.md',
    legend: { kind: 'off' },
    profile: {
      ...profile,
      state: { kind: 'live' },
      lines: lines(38),
      figures: { ...figures, unknown: 12, withoutUnknown: { scored: 10470, nll: 35000, perplexity: 28.3 } },
    },
  },
  long: { kind: 'profile', title, legend, profile: { ...profile, lines: lines(100000) } },
  waiting: { kind: 'waiting', title },
  unscored: { kind: 'unscored', title },
  none: { kind: 'none' },
  failed: {
    kind: 'failed',
    title,
    message:
      'The model folder has no tokenizer.json. Add the tokenizer that the model was trained with, or choose another model.',
    actions: ['score', 'choose-model'],
  },
  'failed-run': {
    kind: 'profile',
    title,
    legend,
    profile: {
      ...profile,
      state: { kind: 'failed', message: 'The engine ended unexpectedly while it scored. Restart it to go on.' },
    },
  },
  unsupported: {
    kind: 'unsupported',
    title: 'logo.bin',
    message: 'This document is binary, so there is no text to score. Open a text document.',
    actions: [],
  },
};

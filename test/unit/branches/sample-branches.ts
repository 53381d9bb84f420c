import type { BeamTrace, BranchChoice, BranchPath, BranchesReading, Fork } from '../../../src/protocol';

/** A choice with this probability. */
export function choice(id: number, share: number, more: Partial<BranchChoice> = {}): BranchChoice {
  const logprob = Math.log(share);
  return { id, piece: ` t${id}`, logprob, rank: 0, after: logprob, ends: false, ...more };
}

/** One that is forbidden: it has no probability any more. */
export function forbiddenChoice(id: number, share: number): BranchChoice {
  const { id: token, piece, logprob, rank, ends } = choice(id, share);
  return { id: token, piece, logprob, rank, ends };
}

/** A fork whose choices have these probabilities; their ids count from `first`. */
export function fork(path: BranchPath, shares: readonly number[], first = 1): Fork {
  const entropy = shares.reduce((sum, share) => sum - share * Math.log(share), 0);
  const choices = shares.map((share, rank) => choice(first + rank, share, { rank }));
  return { path, entropy, entropyAfter: entropy, choices };
}

export function reading(root: Fork): BranchesReading {
  return {
    reading: 7,
    at: 9,
    room: 100,
    root,
    tokens: {
      ids: Int32Array.of(0, 1, 2),
      spans: Int32Array.of(0, 0, 0, 4, 4, 9),
      pieces: ['<s>', 'The', ' text'],
      special: Uint8Array.of(1, 0, 0),
      words: Int32Array.of(0, 1, 2),
      first: 0,
      total: 2,
    },
    provenance: { model: 'm', family: 'llama', precision: 'fp32', provider: 'cpu', window: 512, stride: 512 },
  };
}

/** A search of two beams and three steps: c ended and was pushed out, then a b and a d e ended. */
export const trace: BeamTrace = {
  path: [9],
  pathPieces: [' so'],
  options: { beams: 2, lengthPenalty: 1, earlyStopping: false, maxNewTokens: 3, stop: [] },
  nodes: [
    { parent: -1, id: 1, piece: 'a', logprob: -0.5, total: -0.5, length: 1 },
    { parent: -1, id: 3, piece: 'c', logprob: -3, total: -3, length: 1 },
    { parent: 0, id: 2, piece: 'b', logprob: -1.5, total: -2, length: 2 },
    { parent: 0, id: 4, piece: 'd', logprob: -1.7, total: -2.2, length: 2 },
    { parent: 3, id: 5, piece: 'e', logprob: -0.2, total: -2.4, length: 3 },
  ],
  steps: [
    { live: [0], finished: [1], dropped: [] },
    { live: [3], finished: [2, 1], dropped: [] },
    { live: [], finished: [4, 2], dropped: [{ node: 1, why: 'pushed-out' }] },
  ],
  ended: [
    { node: 1, end: 'end-token' },
    { node: 2, end: 'end-token' },
    { node: 4, end: 'length' },
  ],
  sequences: [],
};

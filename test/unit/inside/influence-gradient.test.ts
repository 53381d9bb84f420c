import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { loadModel } from '../../../src/engine/families/load-model';
import { gradientNorms } from '../../../src/engine/inside/influence-gradient';
import { TappedSessions } from '../../../src/engine/inside/tapped-sessions';
import { root } from '../text/checkout';

const { token } = new CancellationTokenSource();

interface Expected {
  readonly ids: readonly number[];
  readonly influence: readonly {
    readonly target: number;
    readonly logprob: number;
    readonly norms: readonly number[];
  }[];
}

async function withModel(
  folder: string,
  work: (sessions: TappedSessions, model: LanguageModel) => Promise<void>,
): Promise<void> {
  const model = await loadModel(folder, { precision: 'auto', provider: 'cpu', threads: 1 }, token);
  const sessions = new TappedSessions();
  try {
    await work(sessions, model);
  } finally {
    sessions.forget(model);
    await model.dispose();
  }
}

const nobody = (): void => undefined;

async function run<T>(steps: AsyncGenerator<void, T, void>): Promise<{ readonly value: T; readonly pieces: number }> {
  for (let pieces = 1; ; pieces++) {
    const { done, value } = await steps.next();
    if (done === true) return { value, pieces };
  }
}

function readExpected(path: string): Expected {
  return JSON.parse(readFileSync(path, 'utf8')) as Expected;
}

function assertNear(actual: ArrayLike<number>, expected: readonly number[], relative: number): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, at) => {
    const off = Math.abs(actual[at]! - value) / Math.abs(value);
    assert.ok(off <= relative, `norm ${at}: ${actual[at]!} for ${value}`);
  });
}

describe('gradients of recurrent models', () => {
  /** [model folder, figures of PyTorch] */
  const goldens = [
    ...['lstm-lm', 'gru-lm', 'rnn-lm'].map((name) => {
      const folder = join(root, 'test/unit/inside/exports', name);
      return [folder, join(folder, 'expected.json')] as const;
    }),
    [join(root, 'models/bundled/langscope-lstm'), join(root, 'test/golden/influence-lstm.json')] as const,
  ];
  for (const [folder, figures] of goldens) {
    it(`equal PyTorch's autograd (${basename(folder)})`, async () => {
      const { ids, influence } = readExpected(figures);
      await withModel(folder, async (sessions, model) => {
        const targets = influence.map(({ target }) => target);
        const { value } = await run(gradientNorms(sessions, model, { ids: Int32Array.from(ids), targets }, nobody));
        influence.forEach(({ logprob, norms }, k) => {
          assert.ok(Math.abs(value.logprob[k]! - logprob) < 1e-3, `${value.logprob[k]!} for ${logprob}`);
          assertNear(value.norms[k]!, norms, 1e-3);
        });
      });
    });
  }
});

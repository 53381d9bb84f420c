import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { loadModel } from '../../../src/engine/families/load-model';
import { makeTensor, zeros } from '../../../src/engine/families/tensors';
import { embeddingOf } from '../../../src/engine/graph/gradient/gradient-embedding';
import { bodyGradient } from '../../../src/engine/graph/gradient/gradient-graph';
import { indexGraph } from '../../../src/engine/graph/graph-index';
import { tensorInfo } from '../../../src/engine/graph/make-node';
import { dataTypes } from '../../../src/engine/graph/onnx-model';
import { subgraph } from '../../../src/engine/graph/subgraph';
import { gradientNorms } from '../../../src/engine/inside/influence/influence-gradient';
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

/** Norms of the gradient of log p(ids[target]) by moving each number of each embedding a little to both sides. */
async function differences(
  sessions: TappedSessions,
  model: LanguageModel,
  ids: Int32Array,
  target: number,
): Promise<readonly number[]> {
  const { inputs, model: onnx } = model.source!;
  const embedding = embeddingOf(indexGraph(onnx.graph), inputs.ids.name);
  const table = await sessions.get(model, 'test/table', ({ model: whole }) => ({
    ...whole,
    graph: subgraph(whole.graph, whole.graph.input, [tensorInfo(embedding, dataTypes.float)]),
  }));
  const read = await sessions.get(model, 'test/read', ({ model: whole }) => {
    const states = whole.graph.input.filter((input) => input.name !== inputs.ids.name);
    const given = [tensorInfo(embedding, dataTypes.float, [1, 'tokens', 'size']), ...states];
    return { ...whole, graph: subgraph(whole.graph, given, [tensorInfo(inputs.logits, dataTypes.float)]) };
  });
  const states = Object.fromEntries(
    inputs.carried.map(({ input, elementType, start }) => [input, zeros(elementType, start)]),
  );
  const feed = makeTensor(inputs.ids.elementType, ids.subarray(0, target), [1, target]);
  const vectors = (await table.run({ ...states, [inputs.ids.name]: feed }, [embedding])).get(embedding)!;
  const logprob = async (values: Float32Array): Promise<number> => {
    const feeds = { ...states, [embedding]: new Tensor('float32', values, vectors.dims) };
    const logits = (await read.run(feeds, [inputs.logits])).get(inputs.logits)!.data as Float32Array;
    const row = Array.from(logits.subarray(logits.length - logits.length / target));
    const most = Math.max(...row);
    return row[ids[target]!]! - most - Math.log(row.reduce((sum, value) => sum + Math.exp(value - most), 0));
  };
  const data = vectors.data as Float32Array;
  const size = data.length / target;
  const little = 1e-2;
  const squares = new Array<number>(target).fill(0);
  for (let i = 0; i < data.length; i++) {
    const [up, down] = [data.with(i, data[i]! + little), data.with(i, data[i]! - little)];
    squares[Math.floor(i / size)]! += (((await logprob(up)) - (await logprob(down))) / (2 * little)) ** 2;
  }
  return squares.map(Math.sqrt);
}

describe('gradients of recurrent models', () => {
  /** [model folder, figures of PyTorch] */
  const goldens = [
    ...['lstm-lm', 'gru-lm', 'rnn-lm'].map((name) => {
      const folder = join(root, 'test/unit/inside/exports', name);
      return [folder, join(folder, 'expected.json')] as const;
    }),
    ...['lstm', 'gru', 'rnn'].map((cell) => {
      const folder = join(root, `models/bundled/langscope-${cell}`);
      return [folder, join(root, `test/golden/influence-${cell}.json`)] as const;
    }),
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

  for (const name of ['lstm-lm', 'gru-lm', 'rnn-lm']) {
    it(`equal finite differences (${name})`, async () => {
      await withModel(join(root, 'test/unit/inside/exports', name), async (sessions, model) => {
        const ids = Int32Array.from([5, 17, 3, 90, 41, 7]);
        const target = ids.length - 1;
        const { value } = await run(gradientNorms(sessions, model, { ids, targets: [target] }, nobody));
        const expected = await differences(sessions, model, ids, target);
        assertNear(value.norms[0]!, expected, 1e-2);
      });
    });
  }

  it('refuse an operator without a rule, by its name', () => {
    const node = { opType: 'Softmax', input: ['x'], output: ['y'] };
    const info = (name: string) => tensorInfo(name, dataTypes.float, [1, 'tokens', 4]);
    const model = {
      opsetImport: [{ version: 17 }],
      graph: {
        node: [
          { opType: 'Gather', input: ['table', 'ids'], output: ['x'] },
          node,
          { opType: 'MatMul', input: ['y', 'weight'], output: ['logits'] },
        ],
        initializer: ['table', 'weight'].map((of) => ({
          name: of,
          dims: [4, 4],
          dataType: 1,
          floatData: new Array<number>(16).fill(1),
        })),
        input: [tensorInfo('ids', dataTypes.int64, [1, 'tokens'])],
        output: [info('logits')],
      },
    };
    assert.throws(
      () => bodyGradient({ model, inputs: { ids: { name: 'ids' }, logits: 'logits', carried: [] } }),
      /cannot be taken through Softmax/,
    );
  });
});

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { Engine } from '../../../src/engine/engine';
import { handlers } from '../../../src/engine/requests';
import {
  defaultGeneration,
  FailureError,
  type BranchesReading,
  type BranchPath,
  type Fork,
  type RequestKind,
  type RequestOf,
  type ResponseOf,
} from '../../../src/protocol';
import { join } from 'node:path';
import { modelFolders, root } from '../text/checkout';

const never = new CancellationTokenSource().token;
const text = 'The engine reads the text. When the file is open, the';
const plain = { top: 5, forbidden: [], forced: [] };

describe('branches: the engine', function () {
  this.timeout(120_000);
  const engine = new Engine(join(root, 'models/bundled'), () => undefined);
  const ask = <K extends RequestKind>(kind: K, request: RequestOf<K>): Promise<ResponseOf<K>> =>
    Promise.resolve().then(() => handlers[kind](engine, request, never));
  const read = (model: string, given = text): Promise<BranchesReading> =>
    ask('branches', {
      model,
      precision: 'auto',
      provider: 'cpu',
      text: `${given} and what stands behind is not read`,
      focus: { start: 0, end: given.length },
      top: 5,
    });
  const unfold = async (reading: number, path: BranchPath, more = {}): Promise<Fork> =>
    (await ask('branchesUnfold', { reading, paths: [path], ...plain, ...more }))[0]!;

  for (const [name, folder] of [
    ...Object.entries(modelFolders),
    ['langscope-lstm', join(root, 'models/bundled/langscope-lstm')] as const,
  ]) {
    describe(name, () => {
      before(function () {
        if (!existsSync(folder)) {
          console.log(`      ${name} is not there: skipped`);
          this.skip();
        }
      });

      it('has the log-probabilities along a path that scoring has, and the entropies', async () => {
        const reading = await read(folder);
        assert.equal(reading.at, text.length);
        // Down the tree, not always by the best: unfolded from the root, so that places are kept and gone on from.
        const path: number[] = [];
        const logprobs: number[] = [];
        const entropies = [reading.root.entropy];
        let fork = reading.root;
        for (const choose of [0, 2, 1, 0]) {
          const { id, logprob } = fork.choices[choose]!;
          path.push(id);
          logprobs.push(logprob);
          fork = await unfold(reading.reading, [...path]);
          assert.deepEqual([...fork.path], path);
          entropies.push(fork.entropy);
        }
        const { model } = { model: await engine.model({ model: folder, options: { precision: 'auto', provider: 'cpu' } }, never) }; // prettier-ignore
        const { ids } = reading.tokens;
        const size = model.hiddenSize;
        // Token by token, as the tree is read, and in one piece, as a document is: 4-bit weights differ a little there.
        let { hidden: rows, state } = await model.read(model.begin(), ids, true);
        rows = rows.slice(-size);
        for (const id of path.slice(0, -1)) {
          const next = await model.read(state, Int32Array.of(id), true);
          rows = Float32Array.of(...rows, ...next.hidden);
          state = next.state;
        }
        const whole = (await model.read(model.begin(), Int32Array.of(...ids, ...path), false)).hidden;
        const from = ids.length - 1;
        for (const [hidden, most] of [
          [rows, 1e-3],
          [whole.slice(from * size, (from + path.length) * size), model.precision === 'q4' ? 0.2 : 1e-3],
        ] as const) {
          const scores = await model.score(hidden, Int32Array.from(path), 5);
          logprobs.forEach((logprob, at) => {
            assert.ok(Math.abs(logprob - scores.logprob[at]!) < most, `${logprob} for ${scores.logprob[at]!}`);
            assert.ok(Math.abs(entropies[at]! - scores.entropy[at]!) < most);
          });
          const joint = logprobs.reduce((sum, logprob) => sum + logprob, 0);
          const scored = scores.logprob.reduce((sum, logprob) => sum + logprob, 0);
          assert.ok(Math.abs(joint - scored) < most * path.length, 'the joint is the sum');
        }
        assert.deepEqual([...reading.root.choices.map(({ rank }) => rank)], [0, 1, 2, 3, 4]);
      });

      it('gives a path the same fork whatever was unfolded before it', async () => {
        const { reading, root: fork } = await read(folder);
        const [a, b] = fork.choices.map(({ id }) => id);
        const long = [a!, b!, a!, a!];
        const direct = await unfold(reading, long);
        const other = await read(folder);
        for (let length = 1; length <= long.length; length++) await unfold(other.reading, long.slice(0, length));
        await unfold(other.reading, [b!, a!]);
        const steps = await unfold(other.reading, long);
        assert.deepEqual(steps.choices.map(({ id }) => id), direct.choices.map(({ id }) => id)); // prettier-ignore
        steps.choices.forEach(({ logprob }, at) => assert.ok(Math.abs(logprob - direct.choices[at]!.logprob) < 1e-6));
      });

      it('writes a beam search down whose last step is what generate() returns', async () => {
        const { reading } = await read(folder);
        const options = { beams: 3, lengthPenalty: 0.8, earlyStopping: false, maxNewTokens: 8, stop: [] };
        const trace = await ask('branchesBeams', { reading, path: [], options, forbidden: [] });
        const { sequences } = await ask('generate', {
          model: folder,
          precision: 'auto',
          provider: 'cpu',
          prompt: text,
          options: { ...defaultGeneration, ...options, returned: 3 },
        });
        assert.deepEqual(trace.sequences.map(({ text: one }) => one), sequences.map(({ text: one }) => one)); // prettier-ignore
        const idsOf = (node: number): number[] =>
          node < 0 ? [] : [...idsOf(trace.nodes[node]!.parent), trace.nodes[node]!.id];
        const last = trace.steps.at(-1)!.finished;
        assert.deepEqual(last.map(idsOf), sequences.map(({ tokens }) => tokens.map(({ id }) => id))); // prettier-ignore
        last.forEach((node, at) => {
          const { total, length } = trace.nodes[node]!;
          assert.ok(Math.abs(total / length ** 0.8 - sequences[at]!.score) < 1e-3);
        });
        for (const { live, finished, dropped } of trace.steps) {
          assert.ok(live.length <= 3 && finished.length <= 3);
          assert.equal(new Set([...live, ...finished, ...dropped.map(({ node }) => node)]).size, live.length + finished.length + dropped.length); // prettier-ignore
        }
      });
    });
  }

  it('leaves out a forbidden token, after one path or everywhere, and makes the rest sum to one', async () => {
    const { reading, root: fork } = await read('langscope-gpt');
    const [first, second] = fork.choices;
    const here = [{ id: first!.id, path: [] }];
    const without = await unfold(reading, [], { forbidden: here });
    const gone = without.choices.find(({ id }) => id === first!.id)!;
    assert.deepEqual([gone.logprob, gone.after], [first!.logprob, undefined]);
    const left = without.choices.find(({ id }) => id === second!.id)!;
    const wanted = Math.exp(second!.logprob) / (1 - Math.exp(first!.logprob));
    assert.ok(Math.abs(Math.exp(left.after!) - wanted) < 1e-6);
    assert.equal(without.choices.filter(({ after }) => after !== undefined).length, 5);
    const deeper = await unfold(reading, [second!.id], { forbidden: here });
    assert.ok(
      deeper.choices.every(({ logprob, after }) => logprob === after),
      'not after another path',
    );
    const nowhere = await unfold(reading, [second!.id], { forbidden: [{ id: deeper.choices[0]!.id }] });
    assert.equal(nowhere.choices[0]!.after, undefined);
    const options = { beams: 2, lengthPenalty: 1, earlyStopping: false, maxNewTokens: 4, stop: [] };
    const search = (forbidden: RequestOf<'branchesBeams'>['forbidden']) => ask('branchesBeams', { reading, path: [], options, forbidden }); // prettier-ignore
    const free = await search([]);
    const begin = free.sequences[0]!.tokens[0]!.id;
    const banned = await search([{ id: begin, path: [] }]);
    assert.ok(banned.sequences.every(({ tokens }) => tokens[0]!.id !== begin));
    const again = banned.sequences[0]!.tokens[1]!.id;
    const all = await search([{ id: again }]);
    assert.ok(all.sequences.every(({ tokens }) => tokens.every(({ id }) => id !== again)));
  });

  it('tells a forced token with its own probability, and searches on behind it', async () => {
    const { reading } = await read('langscope-gpt');
    const forced = { id: 4000, path: [] };
    const fork = await unfold(reading, [], { forced: [forced] });
    const told = fork.choices.find(({ id }) => id === 4000)!;
    assert.ok(told.rank > 4 && told.logprob === told.after);
    const options = { beams: 2, lengthPenalty: 1, earlyStopping: false, maxNewTokens: 4, stop: [] };
    const trace = await ask('branchesBeams', { reading, path: [4000], options, forbidden: [] });
    assert.deepEqual([trace.path, trace.pathPieces.length], [[4000], 1]);
    const own = await unfold(reading, [4000], { top: 20 });
    const begin = trace.nodes[trace.steps[0]!.live[0]!]!;
    assert.ok(Math.abs(begin.logprob - own.choices[0]!.logprob) < 1e-4);
  });

  it('unfolds the likely part until enough is covered, nothing is left, or there is no room', async () => {
    const { reading } = await read('langscope-gpt');
    const likely = (more: object) =>
      ask('branchesLikely', { reading, path: [], depth: 2, mass: 1, most: 64, ...plain, ...more });
    const all = await likely({});
    assert.deepEqual([all.end, all.forks.length], ['all', 6]);
    const joint = all.forks.slice(1).reduce((sum, { path, choices }) => {
      const first = all.forks[0]!.choices.find(({ id }) => id === path[0])!.logprob;
      return sum + choices.reduce((inner, { logprob }) => inner + Math.exp(first + logprob), 0);
    }, 0);
    assert.ok(Math.abs(joint - all.covered) < 1e-9);
    const some = await likely({ mass: all.covered / 2 });
    assert.equal(some.end, 'covered');
    assert.ok(some.forks.length < 6 && some.covered >= all.covered / 2);
    assert.deepEqual([(await likely({ most: 2 })).end, (await likely({ most: 2 })).forks.length], ['most', 2]);
  });

  it('says what a path writes, and refuses what cannot be', async () => {
    const { reading, room } = await read('langscope-gpt');
    const tokens = await ask('tokenize', { model: 'langscope-gpt', text: ' file is open' });
    const found = await ask('branchesText', { reading, path: [...tokens.ids] });
    assert.deepEqual(found, { text: ' file is open', whole: true });
    const refuses = (asked: Promise<unknown>, sentence: RegExp) =>
      assert.rejects(asked, (error) => error instanceof FailureError && sentence.test(error.message));
    await refuses(unfold(reading, new Array<number>(room + 1).fill(5)), /at most \d+ tokens/);
    await refuses(unfold(reading, [], { top: 0 }), /top is 0/);
    await refuses(unfold(reading, [], { forced: [{ id: 99999, path: [] }] }), /no token 99999/);
    const options = { beams: 1, lengthPenalty: 1, earlyStopping: false, maxNewTokens: 4, stop: [] };
    await refuses(ask('branchesBeams', { reading, path: [], options, forbidden: [] }), /from 2 to 64/);
    await refuses(
      ask('branchesBeams', { reading, path: [], options: { ...options, beams: 2, maxNewTokens: 999 }, forbidden: [] }),
      /room for \d+ tokens/,
    );
    await refuses(unfold(reading + 99, []), /no longer in memory/);
  });

  it('goes on from the start token where nothing stands before the cursor', async () => {
    const { root: fork } = await read('langscope-gpt', '');
    assert.equal(fork.choices.length, 5);
  });
});

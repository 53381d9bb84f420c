import assert from 'node:assert/strict';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import { fail, type LoadState } from '../../../src/protocol';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { ModelPool, type Load, type PooledModel } from '../../../src/engine/model-pool';
import { ToyModel } from '../scoring/toy-model';

const auto = { precision: 'auto', provider: 'auto' } as const;
const megabyte = 1024 * 1024;

class SizedModel extends ToyModel {
  public disposed = false;

  public constructor(public override readonly bytes: number) {
    super(64, 64);
  }

  public override dispose(): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }
}

function pool(sizes: Readonly<Record<string, number>>) {
  const loads: string[] = [];
  const states: [string, LoadState['kind']][] = [];
  const busy = new Set<PooledModel>();
  const load: Load<LanguageModel> = async (folder, _options, token) => {
    loads.push(folder);
    await new Promise((resolve) => setImmediate(resolve));
    if (token.isCancellationRequested) throw fail('cancelled', 'Loading the model was cancelled.');
    const size = sizes[folder];
    if (size === undefined) throw fail('model-missing', `There is no folder ${folder}.`);
    return new SizedModel(size * megabyte);
  };
  const made = new ModelPool(
    (model) => busy.has(model),
    (folder, { kind }) => states.push([folder, kind]),
  );
  return { pool: made, load, loads, states, busy };
}

describe('the model pool', () => {
  it('loads a model once for all who ask at the same time', async () => {
    const { pool: models, loads, load } = pool({ a: 1 });
    const [first, second] = await Promise.all([1, 2].map(() => models.get(load, 'a', auto, CancellationToken.None)));
    assert.equal(first, second);
    assert.deepEqual(loads, ['a']);
  });

  it('the first one who asked may give up, and the others still get the model', async () => {
    const { pool: models, load } = pool({ a: 1 });
    const source = new CancellationTokenSource();
    const first = models.get(load, 'a', auto, source.token);
    const second = models.get(load, 'a', auto, CancellationToken.None);
    source.cancel();
    await assert.rejects(first, /Cancelled/);
    assert.ok(await second);
  });

  it('giving up does not stop the load', async () => {
    const { pool: models, loads, load } = pool({ a: 1 });
    const source = new CancellationTokenSource();
    const asked = models.get(load, 'a', auto, source.token);
    source.cancel();
    await assert.rejects(asked, /Cancelled/);
    await models.get(load, 'a', auto, CancellationToken.None);
    assert.deepEqual(loads, ['a']);
    assert.equal(models.state('a').kind, 'loaded');
  });

  it('unloads idle models over the memory limit, least recently used first, and never one at work', async () => {
    const { pool: models, busy, load } = pool({ a: 60, b: 60, c: 60 });
    await models.configure({ memoryLimitMb: 130, threads: 1 });
    const a = await models.get(load, 'a', auto, CancellationToken.None);
    busy.add(a);
    await models.get(load, 'b', auto, CancellationToken.None);
    assert.equal(models.state('b').kind, 'loaded');
    await models.get(load, 'c', auto, CancellationToken.None);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => models.state(name).kind),
      ['loaded', 'unloaded', 'loaded'],
    );
    assert.ok(a instanceof SizedModel && !a.disposed);
  });

  it('a model that fails says so and is tried again when asked for again', async () => {
    const { pool: models, loads, states, load } = pool({});
    await assert.rejects(models.get(load, 'gone', auto, CancellationToken.None), /no folder gone/);
    assert.deepEqual(models.state('gone'), { kind: 'failed', message: 'There is no folder gone.' });
    await assert.rejects(models.get(load, 'gone', auto, CancellationToken.None), /no folder gone/);
    assert.equal(loads.length, 2);
    assert.deepEqual(
      states.map(([, kind]) => kind),
      ['loading', 'failed', 'loading', 'failed'],
    );
  });
});

import assert from 'node:assert/strict';
import { fail, FailureError, type Provider } from '../../../src/protocol';
import { openOnProvider, ProviderRefusal } from '../../../src/engine/runtime/open-on-provider';
import { impossible, reasonOf } from '../../../src/engine/runtime/provider-table';

const linux = { platform: 'linux', architecture: 'x64' };
const windows = { platform: 'win32', architecture: 'x64' };

/** Opens on the given providers alone, and notes which were tried. */
function opener(working: readonly Provider[]): { tried: Provider[]; open: (provider: Provider) => Promise<Provider> } {
  const tried: Provider[] = [];
  return {
    tried,
    open: (provider) => {
      tried.push(provider);
      if (working.includes(provider)) return Promise.resolve(provider);
      return Promise.reject(new ProviderRefusal(`no available backend found. ERR: [${provider}] backend not found.`));
    },
  };
}

describe('openOnProvider', () => {
  it('tries what can exist here, one after another, and keeps the reasons', async () => {
    const { tried, open } = opener(['cpu']);
    const { value, report } = await openOnProvider('auto', open, linux);
    assert.equal(value, 'cpu');
    assert.deepEqual(tried, ['cuda', 'webgpu', 'cpu']);
    assert.equal(report.provider, 'cpu');
    assert.deepEqual(
      report.refused.map(({ provider }) => provider),
      ['cuda', 'webgpu'],
    );
    for (const { reason } of report.refused) assert.match(reason, /does not contain it/);
  });

  it('stops at the first that works', async () => {
    const { tried, open } = opener(['dml', 'cpu']);
    const { report } = await openOnProvider('auto', open, windows);
    assert.deepEqual(tried, ['dml']);
    assert.deepEqual(report, { provider: 'dml', refused: [] });
  });

  it('fails with the reason where a provider was asked for, and tries no other', async () => {
    const { tried, open } = opener(['cpu']);
    await assert.rejects(openOnProvider('webgpu', open, linux), (error) => {
      assert.ok(error instanceof FailureError);
      assert.equal(error.failure.code, 'provider-failed');
      assert.match(error.message, /webgpu: .*does not contain it.*"auto"/);
      return true;
    });
    assert.deepEqual(tried, ['webgpu']);
  });

  it('does not even try what this system cannot have', async () => {
    const { tried, open } = opener(['coreml']);
    await assert.rejects(openOnProvider('coreml', open, linux), /CoreML is part of macOS/);
    assert.deepEqual(tried, []);
  });

  it('does not blame a provider for a broken model', async () => {
    const open = (): Promise<never> => Promise.reject(fail('onnx-broken', 'The file is damaged.'));
    await assert.rejects(openOnProvider('auto', open, linux), /damaged/);
  });
});

describe('The provider table', () => {
  it('knows where providers can exist', () => {
    const here = (platform: string, architecture: string): string =>
      (['cuda', 'dml', 'coreml', 'webgpu', 'cpu'] as const)
        .filter((provider) => impossible(provider, platform, architecture) === undefined)
        .join(' ');
    assert.equal(here('linux', 'x64'), 'cuda webgpu cpu');
    assert.equal(here('linux', 'arm64'), 'cpu');
    assert.equal(here('win32', 'arm64'), 'dml webgpu cpu');
    assert.equal(here('darwin', 'arm64'), 'coreml webgpu cpu');
  });

  it('translates the messages of onnxruntime', () => {
    const cuda = 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library';
    assert.match(reasonOf('cuda', cuda), /libraries are not installed/);
    const webgpu = 'webgpu_context.cc:136 ... was false. Failed to get a WebGPU adapter: No supported adapters';
    assert.match(reasonOf('webgpu', webgpu), /graphics driver/);
    assert.equal(reasonOf('coreml', 'something new\nat line 3'), 'something new');
  });
});

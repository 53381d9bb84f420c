import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../text/checkout';

const driver = 'vk_swiftshader_icd.json';

/** Folder of SwiftShader's Vulkan driver: as the environment says, or as the browser of the tests brought it. */
function driverFolder(): string | undefined {
  const hosts = join(root, '.vscode-test/host');
  const installed = existsSync(hosts) ? readdirSync(hosts).map((name) => join(hosts, name, 'chromium')) : [];
  const places = [process.env['LANGSCOPE_SWIFTSHADER'] ?? '', ...installed];
  return places.find((place) => place !== '' && existsSync(join(place, driver)));
}

interface Said {
  readonly provider: string;
  readonly logprob: readonly number[];
  readonly rank: readonly number[];
}

describe('WebGPU', function () {
  this.timeout(120_000);

  it('runs on a software Vulkan driver and says what the CPU says', async function () {
    const folder = process.platform === 'linux' && process.arch === 'x64' ? driverFolder() : undefined;
    if (folder === undefined) {
      console.log(`      no ${driver} (npm start brings one; LANGSCOPE_SWIFTSHADER names its folder): skipped`);
      this.skip();
    }
    const env = { ...process.env, VK_ICD_FILENAMES: join(folder, driver), LD_LIBRARY_PATH: folder };
    const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, 'webgpu-probe.js')], { env });
    const [gpu, cpu] = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as [Said, Said];
    assert.equal(gpu.provider, 'webgpu');
    assert.equal(cpu.provider, 'cpu');
    assert.equal(gpu.logprob.length, 39);
    gpu.logprob.forEach((value, row) => assert.ok(Math.abs(value - cpu.logprob[row]!) < 1e-3, `row ${row}`));
    assert.deepEqual(gpu.rank, cpu.rank);
  });
});

// WebGPU without a graphics card: SwiftShader, a Vulkan driver in software, comes with the host's Chromium.
// `node tools/webgpu.mjs` runs a one-node model on it and says whether that works.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { CHROMIUM, HAS_OWN_CHROMIUM } from './host/chromium-archives.mjs';
import { PlainError, runMain } from './plain-error.mjs';
import { ROOT } from './root.mjs';
import { ensureHost } from './setup-host.mjs';

const DRIVER = 'vk_swiftshader_icd.json';

/**
 * What the environment of a process must hold, from its start, for onnxruntime's 'webgpu' to find SwiftShader.
 * @returns {Promise<{ VK_ICD_FILENAMES: string, LD_LIBRARY_PATH: string } | undefined>} undefined where there is none
 */
export async function swiftShaderEnvironment() {
  if (!HAS_OWN_CHROMIUM) return undefined;
  const folder = join(await ensureHost(), CHROMIUM);
  const driver = join(folder, DRIVER);
  if (!existsSync(driver)) throw new PlainError(`${driver} is missing. Remove .vscode-test/host and run it again.`);
  // The folder holds libvulkan.so.1 as well, which a bare machine lacks.
  return { VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: folder };
}

/**
 * y = x + x on two by three floats, in the ONNX format (protobuf), written out by hand: field by field
 * ir_version 8, graph { node { input x x, output y, Add }, name g, input x, output y }, opset 13.
 */
function doublingModel() {
  const field = (number, bytes) => [(number << 3) | 2, bytes.length, ...bytes];
  const text = (string) => [...Buffer.from(string)];
  const dimension = (size) => field(1, [0x08, size]);
  const shape = field(2, [...dimension(2), ...dimension(3)]);
  const value = (name) => [...field(1, text(name)), ...field(2, field(1, [0x08, 1, ...shape]))];
  const node = [...field(1, text('x')), ...field(1, text('x')), ...field(2, text('y')), ...field(4, text('Add'))];
  const graph = [...field(1, node), ...field(2, text('g')), ...field(11, value('x')), ...field(12, value('y'))];
  return Buffer.from([0x08, 8, ...field(7, graph), ...field(8, [0x10, 13])]);
}

const PROBE = `
const ort = require('onnxruntime-node');
(async () => {
  const model = Buffer.from(process.argv[1], 'base64');
  const session = await ort.InferenceSession.create(model, { executionProviders: ['webgpu'] });
  const x = new ort.Tensor('float32', Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
  console.log(JSON.stringify(Array.from((await session.run({ x })).y.data)));
})().catch((error) => { console.error(error.message); process.exit(1); });
`;

/** Runs the model in a child process, because the environment is read when a process starts. */
async function tryWebGpu() {
  const environment = await swiftShaderEnvironment();
  if (!environment)
    throw new PlainError('There is no SwiftShader for this platform; WebGPU needs its own graphics driver here.');
  const args = ['-e', PROBE, doublingModel().toString('base64')];
  const options = { cwd: ROOT, env: { ...process.env, ...environment }, timeout: 60_000 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((error) => {
    throw new PlainError(`onnxruntime could not use WebGPU: ${error.stderr?.trim() || error.message}`);
  });
  if (stdout.trim() !== '[2,4,6,8,10,12]') throw new PlainError(`WebGPU computed ${stdout.trim()}.`);
  console.log(`WebGPU works on SwiftShader: 2 x [1..6] = ${stdout.trim()}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await runMain(tryWebGpu);

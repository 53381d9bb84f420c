// Runs in a process of its own, whose environment names a Vulkan driver: loads a small float model with WebGPU and with
// the CPU and prints what both say as one line of JSON.
import { filesFor, folderOf, load, removeFolders } from '../families/tiny-folder';
import { tinyModel } from '../graph/tiny-model';
import type { Provider } from '../../../src/protocol';

const ids = Int32Array.from({ length: 40 }, (_id, at) => (at * at + 5) % 64);

async function score(
  folder: string,
  provider: Provider,
): Promise<{ provider: Provider; logprob: number[]; rank: number[] }> {
  const model = await load(folder, { provider });
  const first = await model.read(model.begin(), ids.subarray(0, 16), true);
  const second = await model.read(first.state, ids.subarray(16), false);
  const hidden = Float32Array.of(...first.hidden, ...second.hidden).subarray(0, 39 * model.hiddenSize);
  const scores = await model.score(hidden, ids.subarray(1), 3);
  await model.dispose();
  return { provider: model.provider.provider, logprob: [...scores.logprob], rank: [...scores.rank] };
}

async function main(): Promise<void> {
  const folder = folderOf(filesFor(tinyModel()));
  try {
    console.log(JSON.stringify([await score(folder, 'webgpu'), await score(folder, 'cpu')]));
  } finally {
    removeFolders();
  }
}

void main();

// npm run model:smollm2: gets SmolLM2-135M-Instruct, the first real model, and imports it. Works in a fresh clone: until
// ensureInstalled() has run, only Node's own modules are used.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runMain } from './plain-error.mjs';
import { ensureBuilt } from './project/build.mjs';
import { ensureInstalled } from './project/install.mjs';
import { ROOT } from './root.mjs';

await runMain(async () => {
  await ensureInstalled();
  await ensureBuilt('product');
  // The command line has its own words for what goes wrong.
  const child = spawn(process.execPath, [join(ROOT, 'dist/cli.js'), 'import', '--smollm2'], { stdio: 'inherit' });
  return new Promise((resolve) => child.on('error', () => resolve(1)).on('close', (code) => resolve(code ?? 1)));
});

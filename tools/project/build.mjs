import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnNpm } from '../npm.mjs';
import { PlainError } from '../plain-error.mjs';
import { CACHE, ROOT } from '../root.mjs';

/** What is built: by which npm script, from what, and the files that prove it. */
const BUILDS = {
  product: {
    script: 'build',
    from: ['src', 'webpack.config.js', 'tsconfig.json', 'package-lock.json'],
    to: ['dist/extension.js', 'dist/engine.js', 'dist/cli.js', 'dist/webview'],
  },
  tests: {
    script: 'build:test',
    from: ['src', 'test', 'tsconfig.json', 'package-lock.json'],
    to: ['dist/test', 'dist/src'],
  },
};

const SOURCE = /\.(ts|mts|cts|js|json|css|ttf)$/;

/**
 * Builds unless what lies in dist was built from the very same sources.
 * @param {keyof typeof BUILDS} what
 * @returns {Promise<void>} rejects with a PlainError that holds the compiler's words
 */
export async function ensureBuilt(what) {
  const { script, from, to } = BUILDS[what];
  const stamp = join(CACHE, `built-${what}`);
  const hash = hashOf(from);
  if (isFresh(stamp, hash, to)) return;
  console.error(`Building (npm run ${script}) ...`);
  const { code, output } = await run(script);
  if (code !== 0) throw new PlainError(`npm run ${script} failed:\n${output.trim()}`);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(stamp, hash);
}

/** A file newer than the stamp was built by someone else, from sources nobody knows. */
function isFresh(stamp, hash, to) {
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) return false;
  const built = statSync(stamp).mtimeMs;
  return to.map((file) => join(ROOT, file)).every((file) => existsSync(file) && statSync(file).mtimeMs <= built);
}

function hashOf(places) {
  const hash = createHash('sha256');
  for (const file of places.flatMap(filesOf).sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

function filesOf(place) {
  if (!statSync(join(ROOT, place)).isDirectory()) return [place];
  return readdirSync(join(ROOT, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

/** @returns {Promise<{ code: number, output: string }>} */
function run(script) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawnNpm(['run', '--silent', script], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

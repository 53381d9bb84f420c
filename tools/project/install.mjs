import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from '../npm.mjs';
import { PlainError } from '../plain-error.mjs';
import { ROOT } from '../root.mjs';

/**
 * Makes sure that node_modules holds what package-lock.json says, so that a fresh clone needs no `npm ci` first.
 * @returns {Promise<void>}
 */
export async function ensureInstalled() {
  requireNode();
  if (isInstalled()) return;
  console.error('Installing the packages of package-lock.json ...');
  await runNpm(['ci', '--no-audit', '--no-fund'], { cwd: ROOT, purpose: 'install the packages' });
}

function requireNode() {
  const { node } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).engines;
  const number = (text) => text.split('.').map(Number);
  const [wanted, own] = [number(node.replace(/[^\d.]/g, '')), number(process.versions.node)];
  const difference = wanted.map((part, index) => (own[index] ?? 0) - part).find((part) => part !== 0) ?? 0;
  if (difference < 0)
    throw new PlainError(`Langscope needs Node ${node}; this is ${process.versions.node}. Install a newer Node.`);
}

/**
 * Compares versions, not times: a checkout or a merge touches the lock file without changing it. What npm leaves out on
 * this platform is optional; npm writes its own list last, so an interrupted installation has none.
 */
function isInstalled() {
  const list = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(list)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(list, 'utf8')).packages;
  return Object.entries(wanted).every(([place, { version, optional, devOptional }]) => {
    if (place === '') return true;
    return present[place] ? present[place].version === version : Boolean(optional || devOptional);
  });
}

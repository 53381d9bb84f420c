import { spawnNpm } from '../npm.mjs';
import { ROOT } from '../root.mjs';

/** `npm run check` counts as one test. @returns {Promise<import('./results.mjs').Results>} */
export function runCheck() {
  return new Promise((resolve) => {
    const child = spawnNpm(['run', '--silent', 'check'], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    const done = (ok) => resolve({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
    child.on('error', () => done(false));
    child.on('close', (code) => done(code === 0));
  });
}

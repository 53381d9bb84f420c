import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const GUARD = fileURLToPath(new URL('./guard.mjs', import.meta.url));

/** Every process that must not outlive this one. */
const running = new Set();

/**
 * Starts a program in a process group of its own, which ends with this process however that ends:
 * by stop(), by a signal, or by SIGKILL (then the guard notices that its stdin is closed).
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv }} options
 * @returns the child, with stdout and stderr to read, and stop()
 */
export function startGuarded(program, args, { env }) {
  tieToThisProcess();
  const child = spawn(process.execPath, [GUARD, program, ...args], {
    env,
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  child.stdin.on('error', () => {});
  running.add(child);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    if (!running.delete(child)) {
      return;
    }
    signalGroup(child, 'SIGTERM');
    const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), 3000);
    await ended;
    clearTimeout(patience);
    // The leader's end does not prove the end of the group.
    signalGroup(child, 'SIGKILL');
  };
  return { child, ended, stop };
}

function signalGroup(child, signal) {
  if (child.pid === undefined) {
    return;
  }
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    /* It is gone already. */
  }
}

let tied = false;

/** Ctrl+C, termination and a lost terminal all become a normal exit, and an exit ends every group. */
function tieToThisProcess() {
  if (tied) {
    return;
  }
  tied = true;
  process.on('exit', () => {
    for (const child of running) {
      signalGroup(child, 'SIGKILL');
    }
  });
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ]) {
    process.on(signal, () => process.exit(128 + number));
  }
}

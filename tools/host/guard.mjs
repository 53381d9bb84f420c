// Runs the program named by its arguments and ends with it. Its stdin is a pipe from the process that started it:
// when that process dies, even by SIGKILL, the pipe closes and the whole process group ends.
import { spawn } from 'node:child_process';

const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true });
child.on('error', (error) => {
  console.error(`${program}: ${error.message}`);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

process.stdin.resume();
process.stdin.on('close', () => {
  if (process.platform === 'win32') {
    child.kill();
    return;
  }
  // Twice: whoever ignores the first has three seconds. The guard itself must survive the first.
  process.on('SIGTERM', () => {});
  process.kill(-process.pid, 'SIGTERM');
  setTimeout(() => process.kill(-process.pid, 'SIGKILL'), 3000);
});
